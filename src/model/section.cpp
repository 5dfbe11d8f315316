#include "model/section.h"

#include <algorithm>

#include "base/check.h"

namespace footfall {

namespace {

template <typename Value, typename Out>
bool take(const std::optional<Value>& value, Out& out) {
  if (value) out = static_cast<Out>(*value);
  return value.has_value();
}

const YamlTree& or_nothing(const YamlTree* node) {
  static const YamlTree kNothing;
  return node != nullptr ? *node : kNothing;
}

}  // namespace

const Key& Section::key(std::string_view name) const {
  const auto found = std::find_if(key_->keys.begin(), key_->keys.end(),
                                  [&](const Key& child) { return child.name == name; });
  check(found != key_->keys.end(), "a scenario key without a description");
  return *found;
}

const YamlTree* Section::find(std::string_view name) const {
  return item_.node == nullptr ? nullptr : item_.node->find(std::string(name));
}

Item Section::at(std::string_view name) const {
  return {joined(item_.path, std::string(name)), find(name)};
}

Section Section::section(std::string_view name) const {
  const YamlTree* node = find(name);
  return {key(name),
          {joined(item_.path, std::string(name)), node && node->is_map() ? node : nullptr}};
}

std::vector<Section> Section::items(std::string_view name) const {
  std::vector<Section> found;
  const Key& described = key(name);
  if (!has(name)) return found;
  const Item all = at(name);
  for (size_t i = 0; i < all.node->items.size(); ++i)
    found.emplace_back(described.keys[0], list_item(all, i));
  return found;
}

Section Section::value(std::string_view name, size_t index) const {
  const Item all = at(name);
  const auto& [word, value] = all.node->entries[index];
  return {key(name).keys[0], {joined(all.path, word.scalar), &value}};
}

bool Section::text(std::string_view name, std::string& out) const {
  return has(name) && take(text_value(*find(name)), out);
}

bool Section::currency(std::string_view name, std::string& out) const {
  return has(name) && take(currency_value(*find(name)), out);
}

bool Section::number(std::string_view name, double& out) const {
  return take(number_value(key(name), or_nothing(find(name))), out);
}

template <typename Integer>
bool Section::whole(std::string_view name, Integer& out) const {
  return take(whole_value(key(name), or_nothing(find(name))), out);
}

template bool Section::whole(std::string_view, int&) const;
template bool Section::whole(std::string_view, int64_t&) const;

bool Section::seed(std::string_view name, uint64_t& out) const {
  return has(name) && take(seed_value(*find(name)), out);
}

bool Section::date(std::string_view name, Day& out) const {
  return has(name) && take(date_value(*find(name)), out);
}

bool Section::range(std::string_view name, double& low, double& high) const {
  const auto both = range_value(key(name), or_nothing(find(name)));
  if (both) std::tie(low, high) = *both;
  return both.has_value();
}

bool Section::months(std::string_view name, MonthMultipliers& out) const {
  return take(months_value(key(name), or_nothing(find(name))), out);
}

bool Section::mix(std::string_view name, Mix& out) const {
  return take(mix_value(key(name), or_nothing(find(name))), out);
}

template <typename Index>
bool Section::word(std::string_view name, Index& out) const {
  return take(word_value(key(name), or_nothing(find(name))), out);
}

template bool Section::word(std::string_view, Frequency&) const;
template bool Section::word(std::string_view, size_t&) const;

}  // namespace footfall
