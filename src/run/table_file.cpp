#include "run/table_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>

#include "base/date.h"

namespace footfall {

namespace {

constexpr size_t kReadBytes = 1 << 20, kMostRecordBytes = 1 << 20, kBatchRows = 16'384;

bool uses_sha256(const WrittenFile& listed) { return listed.checksum.rfind("sha256:", 0) == 0; }

Error file_difference(const WrittenFile& listed, const std::string& what) {
  return {ErrorCategory::kGate, listed.path + ": table " + listed.table + ": " + what, listed.path};
}

Result<int> open_file(const std::string& path, const WrittenFile& listed) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor >= 0) return descriptor;
  if (errno == ENOENT) return file_difference(listed, "the file is missing");
  return Error{ErrorCategory::kIo, "cannot read " + path + ": " + std::strerror(errno), path};
}

Result<> compare_bytes(const WrittenFile& listed, uint64_t bytes, const std::string& checksum) {
  if (bytes != listed.bytes) {
    return file_difference(listed, "holds " + std::to_string(bytes) + " bytes; the manifest says " +
                                       std::to_string(listed.bytes));
  }
  if (checksum != listed.checksum) {
    return file_difference(
        listed, "its bytes have checksum " + checksum + "; the manifest says " + listed.checksum);
  }
  return Done{};
}

bool parse_number(std::string_view text, int64_t& value) {
  if (text.empty() || text[0] < '0' || text[0] > '9') return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

bool parse_money(std::string_view text, int64_t& value) {
  const size_t size = text.size();
  if (size < 4 || size > 18 || text[size - 3] != '.') return false;
  int64_t whole = 0, cents = 0;
  if (!parse_number(text.substr(0, size - 3), whole) || !parse_number(text.substr(size - 2), cents))
    return false;
  value = whole * 100 + cents;
  return true;
}

bool parse_day(std::string_view text, int64_t& value) {
  const auto day = parse_date(text);
  if (day) value = *day;
  return day.has_value();
}

bool parse_timestamp(std::string_view text, int64_t& value) {
  int64_t day = 0, hour = 0, minute = 0, second = 0;
  if (text.size() != 19 || text[10] != 'T' || text[13] != ':' || text[16] != ':') return false;
  if (!parse_day(text.substr(0, 10), day) || !parse_number(text.substr(11, 2), hour) ||
      !parse_number(text.substr(14, 2), minute) || !parse_number(text.substr(17, 2), second)) {
    return false;
  }
  value = day * 86400 + hour * 3600 + minute * 60 + second;
  return hour < 24 && minute < 60 && second < 60;
}

bool parse_value(Meaning meaning, std::string_view text, int64_t& value) {
  switch (meaning) {
    case Meaning::kMoney:
      return parse_money(text, value);
    case Meaning::kDate:
      return parse_day(text, value);
    case Meaning::kTimestamp:
      return parse_timestamp(text, value);
    case Meaning::kFlag:
      value = text == "true";
      return text == "true" || text == "false";
    default:
      return parse_number(text, value);
  }
}

// Stores a value; false when its storage cannot hold it.
bool store(Batch& batch, size_t column, int64_t value) {
  const size_t row = batch.rows(), bytes = storage_bytes(batch.schema().columns[column].storage);
  const bool is_signed = bytes >= 4;
  if (bytes < 8 && (value < 0 || value >> (8 * bytes - (is_signed ? 1 : 0)) != 0)) return false;
  std::memcpy(batch.values<char>(column) + row * bytes, &value, bytes);  // little endian
  return true;
}

// Reads a quoted CSV field, quotes included.
bool take_csv_string(std::string_view& rest, std::string& out) {
  for (size_t i = 1; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      if (i + 1 == rest.size() || rest[i + 1] != '"') {
        rest.remove_prefix(i + 1);
        return true;
      }
      ++i;
    }
    out += rest[i];
  }
  return false;
}

// Reads a JSON string whose opening quote is gone, up to and with the closing one.
bool take_json_string(std::string_view& rest, std::string& out) {
  for (size_t i = 0; i < rest.size(); ++i) {
    if (rest[i] == '"') {
      rest.remove_prefix(i + 1);
      return true;
    }
    if (rest[i] != '\\') {
      out += rest[i];
      continue;
    }
    if (++i == rest.size()) return false;
    if (rest[i] == '"' || rest[i] == '\\') {
      out += rest[i];
      continue;
    }
    unsigned code = 0;
    if (rest[i] != 'u' || i + 4 >= rest.size()) return false;
    const char* digits = rest.data() + i + 1;
    const auto [end, error] = std::from_chars(digits, digits + 4, code, 16);
    if (error != std::errc() || end != digits + 4 || code >= 0x20) return false;
    out += static_cast<char>(code);
    i += 4;
  }
  return false;
}

}  // namespace

Result<> check_bytes(const std::string& folder, const WrittenFile& listed) {
  const std::string path = folder + "/" + listed.path;
  const auto descriptor = open_file(path, listed);
  if (!descriptor) return descriptor.error();
  Hasher128 xxh3;
  Sha256 sha256;
  std::vector<char> buffer(kReadBytes);
  uint64_t bytes = 0;
  ssize_t got = 0;
  while ((got = ::read(*descriptor, buffer.data(), buffer.size())) > 0 ||
         (got < 0 && errno == EINTR)) {
    if (got < 0) continue;
    const size_t size = static_cast<size_t>(got);
    uses_sha256(listed) ? sha256.update(buffer.data(), size) : xxh3.update(buffer.data(), size);
    bytes += size;
  }
  const int cause = errno;
  ::close(*descriptor);
  if (got < 0)
    return Error{ErrorCategory::kIo, "cannot read " + path + ": " + std::strerror(cause), path};
  return compare_bytes(
      listed, bytes,
      uses_sha256(listed) ? "sha256:" + sha256.finish() : "xxh3:" + to_hex(xxh3.digest()));
}

Result<std::unique_ptr<TableFile>> TableFile::open(const std::string& folder,
                                                   const WrittenFile& listed, Table table) {
  const std::string path = folder + "/" + listed.path;
  const auto descriptor = open_file(path, listed);
  if (!descriptor) return descriptor.error();
  return std::unique_ptr<TableFile>(new TableFile(*descriptor, path, listed, table));
}

TableFile::TableFile(int descriptor, std::string path, const WrittenFile& listed, Table table)
    : descriptor_(descriptor),
      path_(std::move(path)),
      listed_(listed),
      jsonl_(listed.path.ends_with(".jsonl")),
      buffer_(kReadBytes + kMostRecordBytes),
      header_read_(jsonl_),
      content_(table, Words(schema_of(table).columns.size())),
      batch_(table, kBatchRows) {
  const auto columns = schema_of(table).columns;
  values_.resize(columns.size());
  texts_.resize(columns.size());
  codes_.resize(columns.size());
  for (const Column& column : columns) {
    std::string lead = leads_.empty() ? "{\"" : ",\"";
    lead += column.name;
    lead += "\":";
    leads_.push_back(lead);
    if (!header_.empty()) header_ += ',';
    header_ += column.name;
  }
  if (uses_sha256(listed)) sha256_.emplace();
}

TableFile::~TableFile() { ::close(descriptor_); }

Error TableFile::difference(const std::string& what) const {
  return file_difference(listed_, "row " + std::to_string(rows_) + ": " + what);
}

// Reads more bytes behind those not yet taken; false at the end of the file.
Result<bool> TableFile::refill() {
  std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
  end_ -= begin_;
  begin_ = 0;
  ssize_t got = 0;
  do {
    got = ::read(descriptor_, buffer_.data() + end_, buffer_.size() - end_);
  } while (got < 0 && errno == EINTR);
  if (got < 0)
    return Error{ErrorCategory::kIo, "cannot read " + path_ + ": " + std::strerror(errno), path_};
  const size_t size = static_cast<size_t>(got);
  sha256_ ? sha256_->update(buffer_.data() + end_, size)
          : xxh3_.update(buffer_.data() + end_, size);
  bytes_ += size;
  end_ += size;
  return size > 0;
}

// Takes one record without its line end; a quoted CSV field may hold line ends.
Result<bool> TableFile::next_record(std::string_view& record) {
  size_t looked = 0;
  bool quoted = false;
  for (;;) {
    for (; begin_ + looked < end_; ++looked) {
      const char c = buffer_[begin_ + looked];
      if (c == '"' && !jsonl_) quoted = !quoted;
      if (c != '\n' || quoted) continue;
      record = {buffer_.data() + begin_, looked};
      begin_ += looked + 1;
      return true;
    }
    if (looked >= kMostRecordBytes) return difference("the row has no end within 1 MiB");
    const auto more = refill();
    if (!more) return more.error();
    if (*more) continue;
    if (looked == 0) return false;
    return difference("the file ends within the row");
  }
}

bool TableFile::split_csv(std::string_view rest) {
  for (size_t c = 0; c < texts_.size(); ++c) {
    std::string& text = texts_[c];
    text.clear();
    if (rest.starts_with('"')) {
      if (!take_csv_string(rest, text)) return false;
    } else {
      const size_t size = std::min(rest.find(','), rest.size());
      text.assign(rest.substr(0, size));
      rest.remove_prefix(size);
    }
    if (c + 1 == texts_.size()) return rest.empty();
    if (rest.empty() || rest[0] != ',') return false;
    rest.remove_prefix(1);
  }
  return false;
}

bool TableFile::split_json(std::string_view rest) {
  const auto columns = batch_.schema().columns;
  for (size_t c = 0; c < texts_.size(); ++c) {
    if (!rest.starts_with(leads_[c])) return false;
    rest.remove_prefix(leads_[c].size());
    std::string& text = texts_[c];
    text.clear();
    const Meaning meaning = columns[c].meaning;
    if (meaning == Meaning::kNumber || meaning == Meaning::kMoney || meaning == Meaning::kFlag) {
      const size_t size = std::min(rest.find_first_of(",}"), rest.size());
      text.assign(rest.substr(0, size));
      rest.remove_prefix(size);
    } else {
      if (!rest.starts_with('"')) return false;
      rest.remove_prefix(1);
      if (!take_json_string(rest, text)) return false;
    }
  }
  return rest == "}";
}

Result<> TableFile::add_word(size_t column) {
  auto& codes = codes_[column];
  auto found = codes.find(texts_[column]);
  if (found == codes.end())
    found = codes.emplace(texts_[column], content_.add_word(column, texts_[column])).first;
  values_[column] = static_cast<int64_t>(found->second);
  if (store(batch_, column, values_[column])) return Done{};
  return difference("more different words than column " +
                    std::string(batch_.schema().columns[column].name) + " can hold");
}

Result<> TableFile::parse_values() {
  const auto columns = batch_.schema().columns;
  for (size_t c = 0; c < columns.size(); ++c) {
    if (columns[c].meaning == Meaning::kText) {
      batch_.texts(c).push_back(texts_[c]);
    } else if (columns[c].meaning == Meaning::kWord) {
      FOOTFALL_TRY(add_word(c));
    } else if (!parse_value(columns[c].meaning, texts_[c], values_[c]) ||
               !store(batch_, c, values_[c])) {
      return difference("column " + std::string(columns[c].name) + " cannot hold \"" + texts_[c] +
                        "\"");
    }
  }
  batch_.set_rows(batch_.rows() + 1);
  return Done{};
}

Result<bool> TableFile::next() {
  std::string_view record;
  if (!header_read_) {
    header_read_ = true;
    const auto found = next_record(record);
    if (!found) return found.error();
    if (!*found || record != header_) return difference("the header is not " + header_);
  }
  if (batch_.rows() == batch_.capacity()) hash_batch();
  ++rows_;
  const auto found = next_record(record);
  if (!found) return found.error();
  if (!*found) {
    --rows_;
    return false;
  }
  if (jsonl_ ? !split_json(record) : !split_csv(record))
    return difference("not a row of this table: " + std::string(record.substr(0, 120)));
  if (const auto parsed = parse_values(); !parsed) return parsed.error();
  return true;
}

void TableFile::hash_batch() {
  content_.add(batch_);
  batch_.clear();
}

Result<> TableFile::finish(const std::string& content_hash) {
  hash_batch();
  if (rows_ != listed_.rows) {
    return file_difference(listed_, "holds " + std::to_string(rows_) + " rows; the manifest says " +
                                        std::to_string(listed_.rows));
  }
  const std::string hash = to_hex(content_.digest());
  if (hash != content_hash) {
    return file_difference(
        listed_, "its rows have content hash " + hash + "; the manifest says " + content_hash);
  }
  return compare_bytes(listed_, bytes_,
                       sha256_ ? "sha256:" + sha256_->finish() : "xxh3:" + to_hex(xxh3_.digest()));
}

}  // namespace footfall
