#include "analytics/frame.h"

#include <cmath>

namespace footfall {

void FrameColumn::add_present() {
  if (!is_missing.empty()) is_missing.push_back(0);
}

void FrameColumn::add(const std::string& text) {
  check(kind == ValueKind::kText, "a text in a column of texts");
  add_present();
  texts.push_back(text);
}

void FrameColumn::add(double real) {
  check(kind == ValueKind::kReal, "a real in a column of reals");
  if (!std::isfinite(real)) return add_missing();
  add_present();
  reals.push_back(real);
}

void FrameColumn::add(int64_t integer) {
  check(kind != ValueKind::kReal && kind != ValueKind::kText, "a whole number in such a column");
  add_present();
  integers.push_back(integer);
}

void FrameColumn::add_missing() {
  const size_t rows = kind == ValueKind::kReal   ? reals.size()
                      : kind == ValueKind::kText ? texts.size()
                                                 : integers.size();
  if (is_missing.empty()) is_missing.resize(rows);
  is_missing.push_back(1);
  if (kind == ValueKind::kReal) {
    reals.push_back(0);
  } else if (kind == ValueKind::kText) {
    texts.emplace_back();
  } else {
    integers.push_back(0);
  }
}

FrameColumn make_column(std::string name, ValueKind kind) {
  FrameColumn column;
  column.name = std::move(name);
  column.kind = kind;
  return column;
}

}  // namespace footfall
