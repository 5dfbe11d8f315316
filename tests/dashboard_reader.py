"""An independent reader of the dashboard's document, written from docs/dashboard_data.md alone."""

import gzip
import json
from pathlib import Path


def column(data, place):
    """Decodes a column: bytes of equal place, or differences, zigzag, LEB128."""
    if "width" in place:
        count, width = place["count"], place["width"]
        assert place["bytes"] == count * width
        return [sum(data[place["offset"] + byte * count + i] << 8 * byte for byte in range(width)) for i in range(count)]
    values, value, at = [], 0, place["offset"]
    end = at + place["bytes"]
    while at < end:
        word = shift = 0
        while True:
            byte = data[at]
            at += 1
            word |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        value += word >> 1 if word % 2 == 0 else -((word + 1) >> 1)
        values.append(value)
    assert len(values) == place["count"] and at == end
    return values


class Document:
    """The header as `header`, each cube as a list of (coordinates by dimension, measures)."""

    def __init__(self, packed):
        self.packed_bytes = len(packed)
        data = gzip.decompress(packed)
        assert data[:4] == b"FFD1"
        length = int.from_bytes(data[4:8], "little")
        self.header = json.loads(data[8 : 8 + length])
        self.data = data[8 + length :]
        self.dimensions = self.header["dimensions"]
        self.cubes = {cube["name"]: self._cells(cube) for cube in self.header["cubes"]}
        self.names = {cube["name"]: cube["dimensions"] for cube in self.header["cubes"]}

    @classmethod
    def open(cls, path):
        return cls(Path(path).read_bytes())

    def size(self, dimension):
        about = self.dimensions[dimension]
        if dimension in ("day", "hour"):
            return about["count"]
        if dimension == "spend":
            return len(about["edges"]) - 1
        return len(about["values"])

    def _measure(self, cube, keys, name):
        place = cube["columns"][name]
        if "sum_of" not in place:
            return column(self.data, place)
        parts = next(other for other in self.header["cubes"] if other["name"] == place["sum_of"])
        assert parts["dimensions"][:-1] == cube["dimensions"]
        sums = dict.fromkeys(keys, 0)
        for key, value in zip(column(self.data, parts["columns"]["key"]), column(self.data, parts["columns"][name])):
            sums[key // self.size(parts["dimensions"][-1])] += value
        return list(sums.values())

    def _cells(self, cube):
        keys = column(self.data, cube["columns"]["key"])
        assert keys == sorted(set(keys)) and len(keys) == cube["cells"]
        measures = {name: self._measure(cube, keys, name) for name in cube["measures"]}
        cells = []
        for i, key in enumerate(keys):
            place = {}
            for dimension in reversed(cube["dimensions"]):
                key, place[dimension] = divmod(key, self.size(dimension))
            assert key == 0
            cells.append((place, {name: values[i] for name, values in measures.items()}))
        return cells

    def totals(self, cube, passes):
        """Sums every measure over the cells whose coordinates are let through by `passes`, a set of
        indexes by dimension."""
        sums = {}
        for place, measures in self.cubes[cube]:
            if all(place[dimension] in allowed for dimension, allowed in passes.items()):
                for name, value in measures.items():
                    sums[name] = sums.get(name, 0) + value
        return sums

    def total(self, cube, measure, passes):
        return self.totals(cube, passes).get(measure, 0)

    def customers(self):
        """Yields (persona, city, segment, score, cohort, days) of each customer."""
        columns = self.header["customers"]["columns"]
        days = column(self.data, columns["day"])
        at = 0
        names = ("persona", "city", "segment", "score", "cohort", "purchase_days")
        for *who, count in zip(*(column(self.data, columns[name]) for name in names)):
            yield *who, days[at : at + count]
            at += count
        assert at == len(days)


def read_document(packed):
    """Returns the header, with every column replaced by its list of values."""
    document = Document(packed)
    customers, cubes = document.header["customers"], document.header["cubes"]
    read = [{"key": keys, **{name: document._measure(cube, keys, name) for name in cube["measures"]}}
            for cube in cubes for keys in [column(document.data, cube["columns"]["key"])]]
    for cube, columns in zip(cubes, read):
        cube["columns"] = columns
    customers["columns"] = {name: column(document.data, place) for name, place in customers["columns"].items()}
    return document.header
