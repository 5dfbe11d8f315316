// Holds Result<T> and Error: how an operating error (bad input, full disk) travels as a value.
// Programmer errors use base/check.h; the engine has neither.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace footfall {

// Each category maps to exactly one exit code, see exit_code().
enum class ErrorCategory {
  kFailure,
  kUsage,
  kInput,
  kIo,
  kGate,
  kUnavailable,
  kBudget,
  kInterrupted
};

struct Error {
  ErrorCategory category = ErrorCategory::kFailure;
  std::string message;
  std::string place;  // file:line, path or empty
};

// Returns the process exit code documented for a category.
constexpr int exit_code(ErrorCategory category) {
  constexpr int kCodes[] = {1, 2, 3, 4, 5, 6, 7, 130};
  return kCodes[static_cast<int>(category)];
}

struct Done {};

template <typename T = Done>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}
  explicit operator bool() const { return state_.index() == 0; }
  T& operator*() { return std::get<0>(state_); }
  const T& operator*() const { return std::get<0>(state_); }
  T* operator->() { return &std::get<0>(state_); }
  const T* operator->() const { return &std::get<0>(state_); }
  const Error& error() const { return std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace footfall

// Returns the error of `expression` from the enclosing function, if it has one.
#define FOOTFALL_TRY(expression)                                       \
  do {                                                                 \
    if (auto result_ = (expression); !result_) return result_.error(); \
  } while (false)
