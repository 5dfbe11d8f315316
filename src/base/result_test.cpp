#include "base/result.h"

#include <gtest/gtest.h>

#include <memory>

#include "base/check.h"

namespace footfall {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return Error{ErrorCategory::kInput, "odd", "here"};
  return number / 2;
}

Result<std::string> quarter_text(int number) {
  FOOTFALL_TRY(half(number));
  FOOTFALL_TRY(half(*half(number)));
  return std::to_string(number / 4);
}

TEST(Result, HoldsAValueOrAnError) {
  EXPECT_EQ(*half(8), 4);
  const Result<int> failed = half(7);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().category, ErrorCategory::kInput);
  EXPECT_EQ(failed.error().message, "odd");
  EXPECT_EQ(failed.error().place, "here");
}

TEST(Result, TryReturnsTheFirstError) {
  EXPECT_EQ(*quarter_text(12), "3");
  EXPECT_EQ(quarter_text(7).error().message, "odd");
  EXPECT_EQ(quarter_text(6).error().message, "odd");
}

TEST(Result, ReachesIntoItsValue) {
  Result<std::string> text = quarter_text(12);
  EXPECT_EQ(text->size(), 1u);
  text->push_back('!');
  *text += '?';
  const Result<std::string>& same = text;
  EXPECT_EQ(*same, "3!?");
  EXPECT_EQ(same->back(), '?');
}

TEST(Result, MovesWhatCannotBeCopied) {
  Result<std::unique_ptr<int>> one(std::make_unique<int>(5));
  const std::unique_ptr<int> taken = std::move(*one);
  EXPECT_EQ(*taken, 5);
  EXPECT_TRUE(Result<>(Done{}));
}

TEST(Result, ExitCodesAreTheDocumentedOnes) {
  EXPECT_EQ(exit_code(ErrorCategory::kFailure), 1);
  EXPECT_EQ(exit_code(ErrorCategory::kUsage), 2);
  EXPECT_EQ(exit_code(ErrorCategory::kInput), 3);
  EXPECT_EQ(exit_code(ErrorCategory::kIo), 4);
  EXPECT_EQ(exit_code(ErrorCategory::kGate), 5);
  EXPECT_EQ(exit_code(ErrorCategory::kUnavailable), 6);
  EXPECT_EQ(exit_code(ErrorCategory::kBudget), 7);
  EXPECT_EQ(exit_code(ErrorCategory::kInterrupted), 130);
}

TEST(CheckDeathTest, StopsTheProgramAndSaysWhy) {
  check(true, "never said");
  EXPECT_DEATH(check(false, "rows out of order"), "internal error: rows out of order");
}

}  // namespace
}  // namespace footfall
