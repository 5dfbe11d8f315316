"""Reads the dashboard's document (docs/dashboard_data.md), sharing no line with the program."""

import gzip
import json
import struct


def read_document(data):
    """Returns the header, with every column replaced by its list of values."""
    raw = gzip.decompress(data)
    assert raw[:4] == b"FFD1"
    (size,) = struct.unpack_from("<I", raw, 4)
    header = json.loads(raw[8 : 8 + size])
    body = raw[8 + size :]

    def values(column):
        found, at, last = [], column["offset"], 0
        end = at + column["bytes"]
        while at < end:
            number = shift = 0
            while True:
                byte = body[at]
                at += 1
                number |= (byte & 127) << shift
                shift += 7
                if byte < 128:
                    break
            last += number >> 1 if number % 2 == 0 else -(number + 1 >> 1)
            found.append(last)
        assert len(found) == column["count"]
        return found

    for cube in header["cubes"]:
        cube["columns"] = {name: values(column) for name, column in cube["columns"].items()}
    header["customers"]["columns"] = {name: values(c) for name, c in header["customers"]["columns"].items()}
    return header
