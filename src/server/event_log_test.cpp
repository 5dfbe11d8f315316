#include "server/event_log.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <vector>

namespace footfall {
namespace {

constexpr size_t kMuch = 1 << 20;

TEST(EventLog, WritesEventsAsStreamsHaveThem) {
  EXPECT_EQ(event_text(7, "cells", "{}"), "id: 7\nevent: cells\ndata: {}\n\n");
  EXPECT_EQ(event_text(0, "hello", "{}"), "event: hello\ndata: {}\n\n");
}

TEST(EventLog, WhoeverNamesAnEventIsToldTheLaterOnes) {
  EventLog log({4, kMuch});
  EXPECT_EQ(log.after(0, kMuch)->text, "");
  EXPECT_EQ(log.publish("a", "1"), 1u);
  EXPECT_EQ(log.publish("b", "2"), 2u);
  const auto all = log.after(0, kMuch);
  ASSERT_TRUE(all);
  EXPECT_EQ(all->text, event_text(1, "a", "1") + event_text(2, "b", "2"));
  EXPECT_EQ(all->last, 2u);
  EXPECT_EQ(log.after(1, kMuch)->text, event_text(2, "b", "2"));
  EXPECT_EQ(log.after(2, kMuch)->text, "");
  EXPECT_EQ(log.after(2, kMuch)->last, 2u);
  EXPECT_FALSE(log.after(3, kMuch)) << "nobody was told an event that is still to come";
}

TEST(EventLog, WhoFellBehindTheRingBeginsAnew) {
  EventLog log({3, kMuch});
  for (int i = 0; i < 5; ++i) log.publish("e", std::to_string(i));
  EXPECT_FALSE(log.after(0, kMuch));
  EXPECT_FALSE(log.after(1, kMuch));
  EXPECT_EQ(log.after(2, kMuch)->last, 5u);
  EXPECT_EQ(log.begin().text, "");
  log.set_beginning([] { return std::string("so far"); });
  EXPECT_EQ(log.begin().text, "so far");
  EXPECT_EQ(log.begin().last, 5u);
}

TEST(EventLog, KeepsToItsBytesButNotBelowOneEvent) {
  const std::string data(100, 'x');
  const size_t one = event_text(1, "e", data).size();
  EventLog log({1000, 2 * one});
  for (int i = 0; i < 5; ++i) log.publish("e", data);
  EXPECT_FALSE(log.after(2, kMuch));
  EXPECT_TRUE(log.after(3, kMuch));
  log.publish("e", std::string(10 * one, 'y'));
  EXPECT_FALSE(log.after(4, kMuch));
  EXPECT_EQ(log.after(5, kMuch)->last, 6u);
}

TEST(EventLog, PartsAreWholeEventsAndTakeTurns) {
  EventLog log({100, kMuch});
  for (int i = 1; i <= 9; ++i) log.publish("e", std::to_string(i));
  const size_t one = event_text(1, "e", "1").size();
  std::string text;
  uint64_t last = 0;
  while (last < 9) {
    const auto part = log.after(last, 2 * one);
    ASSERT_TRUE(part);
    ASSERT_GT(part->last, last);
    EXPECT_LE(part->text.size(), 2 * one);
    text += part->text;
    last = part->last;
  }
  EXPECT_EQ(text, log.after(0, kMuch)->text);
  EXPECT_EQ(log.after(0, 1)->last, 1u) << "an event larger than a part is a part";
}

TEST(EventLog, WhatGoesWithAnEventIsDoneBeforeAnybodyReads) {
  EventLog log({4, kMuch});
  int told = 0, seen = -1;
  log.set_listener([&] { seen = told; });
  log.publish("e", "1", [&] { told = 1; });
  EXPECT_EQ(seen, 1);
  log.set_listener(nullptr);
  log.publish("e", "2");
  EXPECT_EQ(seen, 1);
}

// A reader that asks at its own pace is told every event once, in order, or begins anew.
RC_GTEST_PROP(EventLog, ReadersMissNothing, (std::vector<bool> turns)) {
  EventLog log({3, kMuch});
  uint64_t published = 0, read = 0;
  for (const bool is_read : turns) {
    if (!is_read) {
      RC_ASSERT(log.publish("e", std::to_string(++published)) == published);
      continue;
    }
    const auto part = log.after(read, kMuch);
    RC_ASSERT(part.has_value() == (published - read <= 3));
    std::string expected;
    for (uint64_t i = read + 1; i <= published; ++i)
      expected += event_text(i, "e", std::to_string(i));
    if (part) RC_ASSERT(part->text == expected);
    read = log.begin().last;
    RC_ASSERT(read == published);
  }
}

}  // namespace
}  // namespace footfall
