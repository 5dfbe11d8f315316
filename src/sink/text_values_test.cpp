// Oracles: snprintf, strftime and the C++ library's calendar; none of them is used by the code.
#include "sink/text_values.h"

#include <gtest/gtest.h>

#include <chrono>
#include <climits>
#include <ctime>
#include <random>

namespace footfall {
namespace {

// Returns what `put` wrote, without the comma; checks that it stayed within its room.
template <typename Put>
std::string written(const Put& put, size_t size_bytes = kMostValueBytes) {
  std::vector<char> room(size_bytes + kOvershoot, '~');
  const char* end = put(room.data());
  EXPECT_LE(end, room.data() + size_bytes);
  EXPECT_EQ(end[-1], ',');
  return {room.data(), static_cast<size_t>(end - room.data()) - 1};
}

std::string printed(const char* format, auto... values) {
  char text[64];
  std::snprintf(text, sizeof text, format, values...);
  return text;
}

// Every number of digits from both sides, powers of two, and random numbers of every width.
std::vector<int64_t> telling_numbers() {
  std::vector<int64_t> numbers = {0, INT64_MAX, INT64_MIN, INT32_MAX, INT32_MIN, UINT32_MAX};
  for (int64_t power = 1; power <= INT64_MAX / 10; power *= 10) {
    for (const int64_t near : {power - 1, power, power + 1, 5 * power, 10 * power - 1}) {
      numbers.push_back(near);
      numbers.push_back(-near);
    }
  }
  std::mt19937_64 random(1);
  for (int width = 1; width < 64; ++width) {
    numbers.push_back(int64_t{1} << width);
    for (int i = 0; i < 200; ++i) numbers.push_back(static_cast<int64_t>(random() >> width));
  }
  return numbers;
}

std::string money_text(int64_t minor_units) {
  const uint64_t magnitude =
      minor_units < 0 ? 0 - static_cast<uint64_t>(minor_units) : static_cast<uint64_t>(minor_units);
  return printed("%s%llu.%02llu", minor_units < 0 ? "-" : "",
                 static_cast<unsigned long long>(magnitude / 100),
                 static_cast<unsigned long long>(magnitude % 100));
}

TEST(TextValues, NumbersOfEveryLength) {
  for (const int64_t n : telling_numbers()) {
    const std::string expected = printed("%lld", static_cast<long long>(n));
    EXPECT_EQ(written([n](char* out) { return put_number(out, n); }), expected);
    EXPECT_EQ(written([n](char* out) { return put_any_number(out, n); }), expected);
  }
  for (int64_t n = 0; n < 1'100'000; ++n) {
    ASSERT_EQ(written([n](char* out) { return put_number(out, n); }), std::to_string(n));
  }
}

TEST(TextValues, IdentifiersInAnyOrder) {
  std::vector<int64_t> numbers = telling_numbers();
  std::shuffle(numbers.begin(), numbers.end(), std::mt19937(2));
  IdentifierText one;
  for (const int64_t n : numbers) {
    const std::string expected = printed("%lld", static_cast<long long>(n));
    EXPECT_EQ(written([&](char* out) { return one.put(out, n); }), expected);
    IdentifierText fresh;
    EXPECT_EQ(written([&](char* out) { return fresh.put(out, n); }), expected);
  }
}

TEST(TextValues, MoneyOfEveryLength) {
  for (const int64_t n : telling_numbers()) {
    EXPECT_EQ(written([n](char* out) { return put_money(out, n); }), money_text(n));
    EXPECT_EQ(written([n](char* out) { return put_any_money(out, n); }), money_text(n));
  }
  for (int64_t n = 0; n < 1'100'000; ++n) {
    ASSERT_EQ(written([n](char* out) { return put_money(out, n); }), money_text(n));
  }
  EXPECT_EQ(written([](char* out) { return put_money(out, 5); }), "0.05");
  EXPECT_EQ(written([](char* out) { return put_money(out, -5); }), "-0.05");
  EXPECT_EQ(written([](char* out) { return put_money(out, INT32_MAX); }), "21474836.47");
}

TEST(TextValues, EveryDay) {
  DateText<Form::kCsv> csv;
  DateText<Form::kJsonl> json;
  for (Day day = kFirstDay; day <= kLastDay; ++day) {
    const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
    const std::string expected =
        printed("%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    ASSERT_EQ(written([&](char* out) { return csv.put(out, day); }), expected);
    ASSERT_EQ(written([&](char* out) { return json.put(out, day); }), '"' + expected + '"');
    ASSERT_EQ(written([&](char* out) { return csv.put(out, day); }), expected) << "again";
  }
  EXPECT_EQ(written([&](char* out) { return csv.put(out, kLastDay); }), "2215-12-31");
}

TEST(TextValues, TimestampsOfEverySecondAndEveryDay) {
  TimestampText<Form::kCsv> csv;
  TimestampText<Form::kJsonl> json;
  const auto compare = [&](int64_t second) {
    const std::time_t time = second;
    std::tm parts{};
    char expected[32];
    std::strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%S", ::gmtime_r(&time, &parts));
    ASSERT_EQ(written([&](char* out) { return csv.put(out, second); }), expected);
    ASSERT_EQ(written([&](char* out) { return json.put(out, second); }),
              '"' + std::string(expected) + '"');
  };
  for (int64_t second = 0; second < int64_t{2} * 86400; ++second) compare(second);
  for (int64_t day = kFirstDay; day <= kLastDay; ++day) {
    compare(day * 86400 + day * 7919 % 86400);
    compare(day * 86400 + 86399);
  }
}

TEST(TextValuesDeathTest, DaysThatIdentifiersCannotHold) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  char room[2 * kOvershoot];
  for (const int64_t day : {int64_t{-1}, int64_t{kLastDay} + 1, INT64_MIN, INT64_MAX}) {
    EXPECT_DEATH(DateText<Form::kCsv>().put(room, day), "a day outside");
  }
  EXPECT_DEATH(TimestampText<Form::kJsonl>().put(room, -1), "a day outside");
}

TEST(TextValues, Flags) {
  EXPECT_EQ(written([](char* out) { return put_flag(out, true); }), "true");
  EXPECT_EQ(written([](char* out) { return put_flag(out, false); }), "false");
}

// text, as CSV, as JSON
const std::vector<std::array<std::string, 3>> kTexts = {
    {"", "", R"("")"},
    {"plain", "plain", R"("plain")"},
    {" blanks ", " blanks ", R"(" blanks ")"},
    {"a,b", R"("a,b")", R"("a,b")"},
    {R"(")", R"("""")", R"("\"")"},
    {R"(say "hi")", R"("say ""hi""")", R"("say \"hi\"")"},
    {"two\nlines", "\"two\nlines\"", R"("two\u000alines")"},
    {"\r", "\"\r\"", R"("\u000d")"},
    {R"(back\slash)", R"(back\slash)", R"("back\\slash")"},
    {"tab\tbell\x07", "tab\tbell\x07", R"("tab\u0009bell\u0007")"},
    {std::string("nul\0.", 5), std::string("nul\0.", 5), R"("nul\u0000.")"},
    {"\x1f\x20\x7f", "\x1f\x20\x7f", "\"\\u001f \x7f\""},
    {"Köln €", "Köln €", R"("Köln €")"},
    {"जैविक फल 🎉", "जैविक फल 🎉", R"("जैविक फल 🎉")"},
};

TEST(TextValues, Texts) {
  for (const auto& [text, csv, json] : kTexts) {
    const size_t room = 6 * text.size() + 3;
    const auto& t = text;
    EXPECT_EQ(written([&](char* out) { return put_text<Form::kCsv>(out, t); }, room), csv);
    EXPECT_EQ(written([&](char* out) { return put_text<Form::kJsonl>(out, t); }, room), json);
  }
}

TEST(TextValues, ATextWithoutAnAddress) {
  const std::string_view nowhere;
  EXPECT_EQ(written([&](char* out) { return put_text<Form::kCsv>(out, nowhere); }, 3), "");
  EXPECT_EQ(written([&](char* out) { return put_text<Form::kJsonl>(out, nowhere); }, 3), R"("")");
}

TEST(TextValues, AMarkAtEveryPlace) {
  for (size_t size = 1; size <= 70; ++size) {
    for (size_t at = 0; at < size; ++at) {
      std::string text(size, 'x');
      text[at] = '"';
      std::string csv = text, json = text;
      csv.insert(at, 1, '"');
      json.insert(at, 1, '\\');
      const size_t room = 6 * size + 3;
      ASSERT_EQ(written([&](char* out) { return put_text<Form::kCsv>(out, text); }, room),
                '"' + csv + '"');
      ASSERT_EQ(written([&](char* out) { return put_text<Form::kJsonl>(out, text); }, room),
                '"' + json + '"');
    }
  }
  const std::string worst(100, '\x01');
  EXPECT_EQ(written([&](char* out) { return put_text<Form::kJsonl>(out, worst); }, 603).size(),
            602u);
}

TEST(TextValues, WordsAreTextsMadeOnce) {
  for (const Form form : {Form::kCsv, Form::kJsonl}) {
    std::vector<std::string> words, expected;
    for (const auto& [text, csv, json] : kTexts) {
      words.push_back(text);
      expected.push_back(form == Form::kCsv ? csv : json);
    }
    while (words.size() < 500) {  // all lengths around the width of a copy
      words.emplace_back(words.size(), static_cast<char>('a' + words.size() % 26));
      expected.push_back(form == Form::kCsv ? words.back() : '"' + words.back() + '"');
    }
    const WordTexts texts(form, words);
    EXPECT_EQ(texts.longest(), expected.back().size() + 1);
    for (size_t i = 0; i < words.size(); ++i) {
      EXPECT_EQ(written([&](char* out) { return texts.put(out, i); }, texts.longest()),
                expected[i]);
    }
  }
  EXPECT_EQ(WordTexts(Form::kCsv, {}).longest(), 0u);
}

}  // namespace
}  // namespace footfall
