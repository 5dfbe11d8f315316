#include "run/text_rows.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <memory>
#include <optional>

#include "base/date.h"
#include "base/descriptor.h"
#include "base/io_error.h"

namespace footfall {

namespace {

constexpr size_t kReadBytes = 1 << 20, kMostRecordBytes = 1 << 20;

Error difference(const std::string& what) { return {ErrorCategory::kGate, what, ""}; }

bool take(std::string_view& rest, std::string_view start) {
  if (!rest.starts_with(start)) return false;
  rest.remove_prefix(start.size());
  return true;
}

bool take_number(std::string_view& rest, int64_t& value) {
  if (rest.empty() || rest[0] < '0' || rest[0] > '9') return false;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
  rest.remove_prefix(static_cast<size_t>(end - rest.data()));
  return error == std::errc();
}

// Takes exactly two digits.
bool take_pair(std::string_view& rest, int64_t& value) {
  if (rest.size() < 2 || rest[0] < '0' || rest[0] > '9' || rest[1] < '0' || rest[1] > '9')
    return false;
  value = (rest[0] - '0') * 10 + (rest[1] - '0');
  rest.remove_prefix(2);
  return true;
}

bool take_money(std::string_view& rest, int64_t& value) {
  int64_t cents = 0;
  if (!take_number(rest, value) || value > 999'999'999'999'999) return false;
  if (!take(rest, ".") || !take_pair(rest, cents)) return false;
  value = value * 100 + cents;
  return true;
}

bool take_day(std::string_view& rest, int64_t& value) {
  constexpr size_t kSize = 10;
  const auto day = parse_date(rest.substr(0, kSize));
  if (!day) return false;
  rest.remove_prefix(kSize);
  value = *day;
  return true;
}

bool take_timestamp(std::string_view& rest, int64_t& value) {
  int64_t hour = 0, minute = 0, second = 0;
  if (!take_day(rest, value) || !take(rest, "T") || !take_pair(rest, hour) || !take(rest, ":") ||
      !take_pair(rest, minute) || !take(rest, ":") || !take_pair(rest, second)) {
    return false;
  }
  value = value * 86400 + hour * 3600 + minute * 60 + second;
  return hour < 24 && minute < 60 && second < 60;
}

bool take_value(Meaning meaning, std::string_view& rest, int64_t& value) {
  switch (meaning) {
    case Meaning::kMoney:
      return take_money(rest, value);
    case Meaning::kDate:
      return take_day(rest, value);
    case Meaning::kTimestamp:
      return take_timestamp(rest, value);
    case Meaning::kFlag:
      value = rest.starts_with('t');
      return take(rest, value ? "true" : "false");
    default:
      return take_number(rest, value);
  }
}

// Takes a CSV field; quotes are gone from `text`, which lies in `rest` or in `scratch`.
bool take_csv_text(std::string_view& rest, std::string& scratch, std::string_view& text) {
  if (!take(rest, "\"")) {
    text = rest.substr(0, rest.find(','));
    rest.remove_prefix(text.size());
    return true;
  }
  scratch.clear();
  for (;;) {
    const size_t quote = rest.find('"');
    if (quote == std::string_view::npos) return false;
    scratch += rest.substr(0, quote);
    rest.remove_prefix(quote + 1);
    if (!take(rest, "\"")) break;
    scratch += '"';
  }
  text = scratch;
  return true;
}

// Takes a JSON string whose opening quote is gone.
bool take_json_text(std::string_view& rest, std::string& scratch, std::string_view& text) {
  const size_t plain = rest.find_first_of("\"\\");
  if (plain == std::string_view::npos) return false;
  text = rest.substr(0, plain);
  rest.remove_prefix(plain);
  if (take(rest, "\"")) return true;
  scratch = text;
  while (!take(rest, "\"")) {
    if (rest.empty()) return false;
    const bool is_escape = take(rest, "\\");
    if (!is_escape || rest.starts_with('"') || rest.starts_with('\\')) {
      scratch += rest[0];
      rest.remove_prefix(1);
    } else {
      unsigned code = 0;
      if (rest.size() < 5 || rest[0] != 'u' ||
          std::from_chars(rest.data() + 1, rest.data() + 5, code, 16).ptr != rest.data() + 5 ||
          code >= 0x20) {
        return false;
      }
      scratch += static_cast<char>(code);
      rest.remove_prefix(5);
    }
  }
  text = scratch;
  return true;
}

class TextRows {
 public:
  TextRows(Descriptor file, std::string path, Table table, FileBytes& bytes)
      : file_(std::move(file)),
        path_(std::move(path)),
        jsonl_(path_.ends_with(".jsonl")),
        columns_(schema_of(table).columns),
        bytes_(bytes),
        buffer_(kReadBytes + kMostRecordBytes),
        header_read_(jsonl_) {
    for (const Column& column : columns_) {
      leads_.push_back((leads_.empty() ? "{\"" : ",\"") + std::string(column.name) + "\":");
      header_ += (header_.empty() ? "" : ",") + std::string(column.name);
    }
  }

  Result<bool> next(Batch& batch, WordCodes& codes) {
    batch.clear();
    if (failure_) return *failure_;
    if (const auto header = check_header(); !header) return header.error();
    size_t rows = 0;
    for (; rows < batch.capacity(); ++rows) {
      std::string_view record;
      const auto found = next_record(record);
      if (found && !*found) break;
      const auto put = found ? put_row(record, batch, rows, codes) : Result<>(found.error());
      if (put) continue;
      if (rows == 0) return put.error();
      failure_ = put.error();  // the rows before it come first
      break;
    }
    batch.set_rows(rows);
    return rows > 0;
  }

 private:
  Result<> check_header() {
    if (header_read_) return Done{};
    header_read_ = true;
    std::string_view record;
    const auto found = next_record(record);
    if (!found) return found.error();
    if (!*found || record != header_) return difference("the header is not " + header_);
    return Done{};
  }

  // Reads more bytes behind those not yet taken; false at the end of the file.
  Result<bool> refill() {
    std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
    ssize_t got = 0;
    do {
      got = ::read(file_.number(), buffer_.data() + end_, buffer_.size() - end_);
    } while (got < 0 && errno == EINTR);
    if (got < 0) return io_error("read", path_);
    bytes_.add(buffer_.data() + end_, static_cast<size_t>(got));
    end_ += static_cast<size_t>(got);
    return got > 0;
  }

  // Takes one record without its line end; a quoted CSV field may hold line ends.
  Result<bool> next_record(std::string_view& record) {
    size_t looked = 0;
    bool quoted = false;
    for (;;) {
      const std::string_view left(buffer_.data() + begin_ + looked, end_ - begin_ - looked);
      const size_t line = std::min(left.find('\n'), left.size());
      if (!jsonl_)
        quoted ^= std::count(left.begin(), left.begin() + static_cast<long>(line), '"') & 1;
      looked += line;
      if (line < left.size()) {
        if (!quoted) {
          record = {buffer_.data() + begin_, looked};
          begin_ += looked + 1;
          return true;
        }
        ++looked;
        continue;
      }
      if (looked >= kMostRecordBytes) return difference("the row has no end within 1 MiB");
      const auto more = refill();
      if (!more) return more.error();
      if (*more) continue;
      if (looked == 0) return false;
      return difference("the file ends within the row");
    }
  }

  Result<> put_row(std::string_view record, Batch& batch, size_t row, WordCodes& codes) {
    std::string_view rest = record;
    const auto no_row = [&] {
      return difference("not a row of this table: " + std::string(record.substr(0, 120)));
    };
    for (size_t c = 0; c < columns_.size(); ++c) {
      if (!take(rest, jsonl_ ? std::string_view(leads_[c]) : c == 0 ? "" : ",")) return no_row();
      const Meaning meaning = columns_[c].meaning;
      const std::string_view field = rest;
      if (meaning == Meaning::kWord || meaning == Meaning::kText) {
        std::string_view text;
        if (jsonl_ ? !take(rest, "\"") || !take_json_text(rest, scratch_, text)
                   : !take_csv_text(rest, scratch_, text)) {
          return no_row();
        }
        if (meaning == Meaning::kText) {
          batch.texts(c).push_back(text);
          continue;
        }
        const auto code = codes.code(c, text);
        if (!code) return code.error();
        store_value(batch, c, row, *code);
        continue;
      }
      const bool is_quoted =
          jsonl_ && (meaning == Meaning::kDate || meaning == Meaning::kTimestamp);
      if (is_quoted && !take(rest, "\"")) return no_row();
      int64_t value = 0;
      const bool right = take_value(meaning, rest, value) && (!is_quoted || take(rest, "\"")) &&
                         (rest.empty() || rest[0] == ',' || rest[0] == '}');
      if (right && store_value(batch, c, row, value)) continue;
      return difference("column " + std::string(columns_[c].name) + " cannot hold \"" +
                        std::string(field.substr(0, field.find_first_of(",}"))) + "\"");
    }
    if (rest != (jsonl_ ? "}" : "")) return no_row();
    return Done{};
  }

  const Descriptor file_;
  const std::string path_;
  const bool jsonl_;
  const std::span<const Column> columns_;
  FileBytes& bytes_;
  std::vector<char> buffer_;
  size_t begin_ = 0, end_ = 0;
  bool header_read_;
  std::vector<std::string> leads_;
  std::string header_, scratch_;
  std::optional<Error> failure_;
};

}  // namespace

Result<RowSource> open_text_rows(const std::string& path, Table table, FileBytes& bytes) {
  Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) return io_error("read", path);
  const auto rows = std::make_shared<TextRows>(std::move(file), path, table, bytes);
  return RowSource([rows](Batch& batch, WordCodes& codes) { return rows->next(batch, codes); });
}

}  // namespace footfall
