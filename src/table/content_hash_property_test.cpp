#include "table/content_hash.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace footfall {
namespace {

// The words of items: three categories under codes 0 to 2.
Words item_words(const std::vector<std::string>& categories = {"bread", "milk", "wine"}) {
  Words words(6);
  words[2] = categories;
  return words;
}

struct Line {
  int64_t transaction;
  uint16_t line, category;
  uint8_t quantity;
  int32_t price;
};

void add(Batch& batch, const Line& line) {
  const size_t row = batch.rows();
  batch.reserve(row + 1);
  batch.values<int64_t>(0)[row] = line.transaction;
  batch.values<uint16_t>(1)[row] = line.line;
  batch.values<uint16_t>(2)[row] = line.category;
  batch.values<uint8_t>(3)[row] = line.quantity;
  batch.values<int32_t>(4)[row] = line.price;
  batch.values<int32_t>(5)[row] = line.price * line.quantity;
  batch.set_rows(row + 1);
}

Hash128 digest_of(const std::vector<Line>& lines, const Words& words, size_t batch_rows) {
  ContentHash hash(Table::kItems, words);
  Batch batch(Table::kItems, 1);
  for (size_t row = 0; row < lines.size(); ++row) {
    add(batch, lines[row]);
    if (batch.rows() < batch_rows && row + 1 < lines.size()) continue;
    hash.add(batch);
    batch.clear();
  }
  return hash.digest();
}

std::vector<Line> drawn_lines() {
  return *rc::gen::container<std::vector<Line>>(
      rc::gen::construct<Line>(rc::gen::arbitrary<int64_t>(), rc::gen::arbitrary<uint16_t>(),
                               rc::gen::inRange<uint16_t>(0, 3), rc::gen::arbitrary<uint8_t>(),
                               rc::gen::inRange<int32_t>(0, 8'000'000)));
}

RC_GTEST_PROP(ContentHashProperty, BatchesDoNotMatter, ()) {
  const auto lines = drawn_lines();
  const auto rows = *rc::gen::inRange<size_t>(1, 100);
  RC_ASSERT(digest_of(lines, item_words(), rows) == digest_of(lines, item_words(), 1'000'000));
}

RC_GTEST_PROP(ContentHashProperty, EveryValueMatters, ()) {
  auto lines = drawn_lines();
  RC_PRE(!lines.empty());
  const Hash128 before = digest_of(lines, item_words(), 1000);
  Line& line = lines[*rc::gen::inRange<size_t>(0, lines.size())];
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      line.transaction ^= int64_t{1} << *rc::gen::inRange(0, 63);
      break;
    case 1:
      line.line = static_cast<uint16_t>(line.line + 1);
      break;
    case 2:
      line.category = static_cast<uint16_t>((line.category + 1) % 3);
      break;
    case 3:
      line.quantity = static_cast<uint8_t>(line.quantity + 1);
      break;
    default:
      line.price += 1;
  }
  RC_ASSERT(digest_of(lines, item_words(), 1000) != before);
}

RC_GTEST_PROP(ContentHashProperty, NumberOfRowsMattersTheirOrderDoesNot, ()) {
  auto lines = drawn_lines();
  RC_PRE(lines.size() > 1);
  const Hash128 before = digest_of(lines, item_words(), 1000);
  std::swap(lines[0], lines[1]);
  RC_ASSERT(digest_of(lines, item_words(), 1000) == before);
  lines.pop_back();
  RC_ASSERT(digest_of(lines, item_words(), 1000) != before);
}

RC_GTEST_PROP(ContentHashProperty, ValuesMustStayInTheirRows, ()) {
  auto lines = drawn_lines();
  RC_PRE(lines.size() > 1);
  lines[0].transaction = 1;
  lines[1].transaction = 2;
  RC_PRE(lines[0].price != lines[1].price);
  const Hash128 before = digest_of(lines, item_words(), 1000);
  std::swap(lines[0].price, lines[1].price);
  RC_ASSERT(digest_of(lines, item_words(), 1000) != before);
}

TEST(ContentHashWords, CodesOfWordsDoNotMatterWordsDo) {
  const std::vector<Line> lines = {{1, 1, 0, 2, 100}, {1, 2, 2, 1, 300}, {2, 1, 1, 9, 5}};
  std::vector<Line> renumbered = lines;
  for (Line& line : renumbered) line.category = static_cast<uint16_t>(2 - line.category);
  const Words reversed = item_words({"wine", "milk", "bread"});
  EXPECT_EQ(digest_of(lines, item_words(), 10), digest_of(renumbered, reversed, 10));
  EXPECT_NE(digest_of(lines, item_words(), 10),
            digest_of(lines, item_words({"bread", "milk", "Wine"}), 10));
}

TEST(ContentHashWords, LearnsWordsAsTheyCome) {
  const std::vector<Line> lines = {{1, 1, 2, 2, 100}, {1, 2, 0, 1, 300}, {2, 1, 2, 9, 5}};
  ContentHash hash(Table::kItems, Words(6));
  std::map<uint16_t, size_t> codes;
  Batch batch(Table::kItems, 1);
  for (Line line : lines) {
    const auto known = codes.find(line.category);
    line.category = static_cast<uint16_t>(
        known != codes.end()
            ? known->second
            : (codes[line.category] = hash.add_word(2, item_words()[2][line.category])));
    add(batch, line);
  }
  hash.add(batch);
  EXPECT_EQ(hash.digest(), digest_of(lines, item_words(), 10));
}

TEST(ContentHashWords, HoldsTextsAndBytesOfWords) {
  const auto digest_of_customer = [](const char* name, const char* email, uint8_t gender) {
    Words words(13);
    for (const size_t column : {1u, 5u, 6u, 8u, 9u, 10u}) words[column] = {"x"};
    words[3] = {"female", "male"};
    Batch batch(Table::kCustomers, 1);
    for (size_t column = 0; column < 13; ++column) {
      const size_t bytes = storage_bytes(batch.schema().columns[column].storage);
      if (bytes > 0) std::memset(batch.values<char>(column), 0, bytes);
    }
    batch.values<uint8_t>(3)[0] = gender;
    batch.texts(2).push_back(name);
    batch.texts(12).push_back(email);
    batch.set_rows(1);
    ContentHash hash(Table::kCustomers, words);
    hash.add(batch);
    return hash.digest();
  };
  const Hash128 one = digest_of_customer("Ann", "a@example.in", 0);
  EXPECT_EQ(one, digest_of_customer("Ann", "a@example.in", 0));
  EXPECT_NE(one, digest_of_customer("Anna", "@example.in", 0)) << "where a text ends matters";
  EXPECT_NE(one, digest_of_customer("a@example.in", "Ann", 0)) << "the column matters";
  EXPECT_NE(one, digest_of_customer("Ann", "a@example.in", 1));
}

TEST(ContentHashWords, EmptyTablesDiffer) {
  EXPECT_NE(ContentHash(Table::kItems, Words(6)).digest(),
            ContentHash(Table::kTransactions, Words(12)).digest());
}

}  // namespace
}  // namespace footfall
