#include "cli/process.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>

#include "base/result.h"

namespace footfall {

namespace {

// Keeps files from taking the numbers of standard streams that the caller has closed; using those
// fails as before.
void occupy_standard_streams() {
  for (const int number : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(number, F_GETFD) >= 0) continue;
    ::open("/dev/null", number == STDIN_FILENO ? O_WRONLY : O_RDONLY);
  }
}

int fail(const char* what) {
  std::fprintf(stderr, "footfall: %s\n", what);
  return exit_code(ErrorCategory::kFailure);
}

// Returns `code`, or that of an I/O error when what was printed could not be written.
int close_output(int code) {
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return code;
  if (code != 0) return code;  // which has been told
  std::fprintf(stderr, "footfall: cannot write standard output: %s\n", std::strerror(errno));
  return exit_code(ErrorCategory::kIo);
}

// Memory may end where no exception can pass. What was staged then stays for the next run to
// remove.
[[noreturn]] void end_at_once() {
  try {
    if (const std::exception_ptr error = std::current_exception()) std::rethrow_exception(error);
  } catch (const std::bad_alloc&) {
    constexpr char kText[] = "footfall: out of memory\n";
    [[maybe_unused]] const ssize_t ignored = ::write(STDERR_FILENO, kText, sizeof kText - 1);
    ::_exit(exit_code(ErrorCategory::kFailure));
  } catch (...) {
  }
  std::abort();
}

}  // namespace

int run_guarded(const std::function<int()>& program) {
  occupy_standard_streams();
  std::set_terminate(end_at_once);
  // A file that outgrows its limit is an error of write like others.
  std::signal(SIGXFSZ, SIG_IGN);
  try {
    return close_output(program());
  } catch (const std::bad_alloc&) {
    return fail("out of memory");
  } catch (const std::exception& error) {
    return fail(error.what());
  }
}

}  // namespace footfall
