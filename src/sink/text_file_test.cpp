// Faults of files and pipes, made with the kernel's own means.
#include "sink/text_file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>

namespace footfall {
namespace {

// Puts another descriptor in the place of standard output, or none, until the end of the scope.
class StandardOutput {
 public:
  explicit StandardOutput(int descriptor) : kept_(::dup(STDOUT_FILENO)) {
    std::fflush(stdout);
    descriptor < 0 ? ::close(STDOUT_FILENO) : ::dup2(descriptor, STDOUT_FILENO);
  }
  ~StandardOutput() {
    ::dup2(kept_, STDOUT_FILENO);
    ::close(kept_);
  }

 private:
  int kept_;
};

struct Pipe {
  int read_end = -1, write_end = -1;
  Pipe() {
    int ends[2];
    EXPECT_EQ(::pipe(ends), 0);
    read_end = ends[0];
    write_end = ends[1];
  }
  ~Pipe() {
    close_reader();
    close_writer();
  }
  void close_reader() {
    if (read_end >= 0) ::close(std::exchange(read_end, -1));
  }
  void close_writer() {
    if (write_end >= 0) ::close(std::exchange(write_end, -1));
  }
};

std::string some_text(size_t size_bytes) {
  std::string text(size_bytes, ' ');
  for (size_t i = 0; i < size_bytes; ++i) text[i] = static_cast<char>('a' + i * i % 23);
  return text;
}

// Reads a pipe to its end, slowly at first, so that the writer meets a full pipe.
std::string drain(int descriptor) {
  std::string all;
  char buffer[4096];
  ssize_t got = 0;
  while ((got = ::read(descriptor, buffer, sizeof buffer)) > 0) {
    all.append(buffer, static_cast<size_t>(got));
    if (all.size() < 100'000) std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return all;
}

std::string fresh_path() {
  std::string path = testing::TempDir() + "footfall_text_file_" + std::to_string(::getpid());
  std::filesystem::remove(path);
  return path;
}

TEST(TextFile, HoldsCountsAndHashesWhatWasWritten) {
  // "abc" under SHA-256 is the example of FIPS 180-2; nothing under XXH3-128 stands in its sanity
  // tests.
  for (const auto& [checksum, text, expected] :
       {std::tuple{"sha256", "abc",
                   "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        std::tuple{"xxh3", "", "xxh3:99aa06d3014798d86001c324468d497f"}}) {
    const std::string path = fresh_path();
    auto file = TextFile::create(path, checksum);
    ASSERT_TRUE(file);
    ASSERT_TRUE((*file)->write(text, std::strlen(text)));
    EXPECT_EQ((*file)->size_bytes(), std::strlen(text));
    const auto sum = (*file)->close();
    ASSERT_TRUE(sum);
    EXPECT_EQ(*sum, expected);
    std::ifstream written(path);
    EXPECT_EQ(std::string(std::istreambuf_iterator<char>(written), {}), text);
    std::filesystem::remove(path);
  }
}

TEST(TextFile, ChecksumsDoNotDependOnPieces) {
  const std::string text = some_text(1'000'003);
  for (const char* checksum : {"xxh3", "sha256"}) {
    std::vector<std::string> sums;
    for (const size_t piece : {size_t{1} << 20, size_t{64'007}, size_t{911}}) {
      const std::string path = fresh_path();
      auto file = TextFile::create(path, checksum);
      ASSERT_TRUE(file);
      for (size_t at = 0; at < text.size(); at += piece)
        ASSERT_TRUE((*file)->write(text.data() + at, std::min(piece, text.size() - at)));
      sums.push_back(*(*file)->close());
      std::filesystem::remove(path);
    }
    EXPECT_EQ(sums[0], sums[1]);
    EXPECT_EQ(sums[0], sums[2]);
  }
}

TEST(TextFile, AFullDeviceIsNamedWithItsCause) {
  const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
  ASSERT_GE(full, 0);
  StandardOutput replaced(full);
  auto file = TextFile::create("-", "xxh3");
  ASSERT_TRUE(file);
  const auto written = (*file)->write("x", 1);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().category, ErrorCategory::kIo);
  EXPECT_EQ(written.error().message, "cannot write standard output: No space left on device");
  ::close(full);
}

TEST(TextFile, ALimitReachedWithinAWriteIsNamedWithItsCause) {
  const std::string path = fresh_path();
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_FSIZE, &before), 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  rlimit small = before;
  small.rlim_cur = 10'000;
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &small), 0);
  auto file = TextFile::create(path, "xxh3");
  ASSERT_TRUE(file);
  const std::string text = some_text(25'000);
  const auto written = (*file)->write(text.data(), text.size());  // a part fits, then none
  ASSERT_EQ(::setrlimit(RLIMIT_FSIZE, &before), 0);
  std::signal(SIGXFSZ, handler);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().message, "cannot write " + path + ": File too large");
  EXPECT_EQ(std::filesystem::file_size(path), 10'000u);
  std::filesystem::remove(path);
}

TEST(TextFile, AMissingFolderAndAnExistingFileAreNamed) {
  const auto missing = TextFile::create("/nowhere/at/all.csv", "xxh3");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().message,
            "cannot create /nowhere/at/all.csv: No such file or directory");
  const auto existing = TextFile::create("/dev/null", "xxh3");
  ASSERT_FALSE(existing);
  EXPECT_EQ(existing.error().message, "cannot create /dev/null: File exists");
}

TEST(TextFile, AReaderThatHasGoneIsNoMysteryWhereSigpipeIsIgnored) {
  const auto handler = std::signal(SIGPIPE, SIG_IGN);
  Pipe pipe;
  StandardOutput replaced(pipe.write_end);
  auto file = TextFile::create("-", "xxh3");
  ASSERT_TRUE(file);
  ASSERT_TRUE((*file)->write("some", 4));
  pipe.close_reader();
  const auto written = (*file)->write("more", 4);
  std::signal(SIGPIPE, handler);
  ASSERT_FALSE(written);
  EXPECT_EQ(written.error().category, ErrorCategory::kIo);
  EXPECT_EQ(written.error().message, "standard output was closed by its reader");
}

TEST(TextFile, ANonBlockingPipeIsWaitedFor) {
  Pipe pipe;
  ASSERT_EQ(::fcntl(pipe.write_end, F_SETFL, O_NONBLOCK), 0);
  const std::string text = some_text(1'000'000);
  std::string got;
  std::thread reader([&] { got = drain(pipe.read_end); });
  {
    StandardOutput replaced(pipe.write_end);
    auto file = TextFile::create("-", "xxh3");
    EXPECT_TRUE((*file)->write(text.data(), text.size()));
    EXPECT_TRUE((*file)->close());
  }
  pipe.close_writer();
  reader.join();
  EXPECT_TRUE(got == text);
}

std::atomic<int> alarms = 0;

TEST(TextFile, SignalsWithinAWriteLoseNothing) {
  struct sigaction action = {};
  struct sigaction before = {};
  action.sa_handler = [](int) { ++alarms; };  // no SA_RESTART: writes are cut short or fail
  ASSERT_EQ(::sigaction(SIGALRM, &action, &before), 0);
  Pipe pipe;
  const std::string text = some_text(1'000'000);
  std::string got;
  sigset_t alarm, mask;
  ::sigemptyset(&alarm);
  ::sigaddset(&alarm, SIGALRM);
  ::pthread_sigmask(SIG_BLOCK, &alarm, &mask);
  std::thread reader([&] { got = drain(pipe.read_end); });
  ::pthread_sigmask(SIG_SETMASK, &mask, nullptr);  // only the writer is disturbed
  const itimerval often{{0, 500}, {0, 500}}, never{};
  ::setitimer(ITIMER_REAL, &often, nullptr);
  {
    StandardOutput replaced(pipe.write_end);
    auto file = TextFile::create("-", "xxh3");
    EXPECT_TRUE((*file)->write(text.data(), text.size()));
    EXPECT_TRUE((*file)->close());
  }
  ::setitimer(ITIMER_REAL, &never, nullptr);
  pipe.close_writer();
  reader.join();
  ::sigaction(SIGALRM, &before, nullptr);
  EXPECT_GT(alarms, 3);
  EXPECT_TRUE(got == text);
}

TEST(TextFile, NoFileTakesThePlaceOfAMissingStandardOutput) {
  StandardOutput missing(-1);
  EXPECT_FALSE(TextFile::create("-", "xxh3"));
  const std::string path = fresh_path();
  auto file = TextFile::create(path, "xxh3");
  ASSERT_TRUE(file);
  EXPECT_LT(::write(STDOUT_FILENO, "message", 7), 0);
  ASSERT_TRUE((*file)->write("data", 4));
  ASSERT_TRUE((*file)->close());
  EXPECT_EQ(std::filesystem::file_size(path), 4u);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace footfall
