// CSV (RFC 4180, LF line ends) and JSON Lines: one formatter, column pieces prepared once a table.
// FORMAT: UTF-8; header row in CSV; money with two decimals; ISO 8601 dates and local timestamps.
#include <algorithm>
#include <cstring>

#include "base/date.h"
#include "sink/sink.h"
#include "sink/text_file.h"

namespace footfall {

namespace {

struct DigitPairs {
  char text[200];
  constexpr DigitPairs() : text{} {
    for (int i = 0; i < 100; ++i) {
      text[2 * i] = static_cast<char>('0' + i / 10);
      text[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
  }
};
constexpr DigitPairs kPairs;

char* put_pair(char* out, uint32_t value) {
  std::memcpy(out, kPairs.text + 2 * value, 2);
  return out + 2;
}

char* put_number(char* out, uint64_t value) {
  if (value < 10) {
    *out = static_cast<char>('0' + value);
    return out + 1;
  }
  char digits[20];
  char* begin = digits + 20;
  while (value >= 100) {
    begin -= 2;
    put_pair(begin, static_cast<uint32_t>(value % 100));
    value /= 100;
  }
  if (value >= 10) {
    begin -= 2;
    put_pair(begin, static_cast<uint32_t>(value));
  } else {
    *--begin = static_cast<char>('0' + value);
  }
  const size_t length = static_cast<size_t>(digits + 20 - begin);
  std::memcpy(out, begin, length);
  return out + length;
}

char* put_money(char* out, int64_t minor_units) {
  out = put_number(out, static_cast<uint64_t>(minor_units) / 100);
  *out++ = '.';
  return put_pair(out, static_cast<uint32_t>(minor_units % 100));
}

char* put_date(char* out, Day day) {
  const CivilDate date = civil_from_day(day);
  out = put_pair(out, static_cast<uint32_t>(date.year / 100));
  out = put_pair(out, static_cast<uint32_t>(date.year % 100));
  *out++ = '-';
  out = put_pair(out, static_cast<uint32_t>(date.month));
  *out++ = '-';
  return put_pair(out, static_cast<uint32_t>(date.day));
}

char* put_timestamp(char* out, int64_t seconds) {
  out = put_date(out, static_cast<Day>(seconds / 86400));
  const uint32_t second = static_cast<uint32_t>(seconds % 86400);
  *out++ = 'T';
  out = put_pair(out, second / 3600);
  *out++ = ':';
  out = put_pair(out, second / 60 % 60);
  *out++ = ':';
  return put_pair(out, second % 60);
}

std::string csv_text(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::string json_text(const std::string& text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      quoted += '\\';
      quoted += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", c);
      quoted += escape;
    } else {
      quoted += c;
    }
  }
  return quoted + "\"";
}

class TextSink final : public Sink {
 public:
  TextSink(bool jsonl, Table table, const Words& words, std::unique_ptr<TextFile> file,
           std::string path)
      : jsonl_(jsonl), table_(table), file_(std::move(file)), path_(std::move(path)) {
    const auto columns = schema_of(table).columns;
    pieces_.resize(columns.size());
    for (size_t c = 0; c < columns.size(); ++c) {
      const std::string lead = jsonl_ ? (c ? ",\"" : "{\"") + std::string(columns[c].name) + "\":"
                                      : std::string(c ? "," : "");
      leads_.push_back(lead);
      most_bytes_ += lead.size() + 24;
      size_t longest = 0;
      if (columns[c].meaning == Meaning::kWord) {
        for (const std::string& word : words[c]) {
          pieces_[c].push_back(lead + (jsonl_ ? json_text(word) : csv_text(word)));
          longest = std::max(longest, pieces_[c].back().size());
        }
      }
      most_bytes_ += longest;
    }
  }

  std::string header() const {
    std::string text;
    for (const Column& column : schema_of(table_).columns) {
      text += (text.empty() ? "" : ",") + std::string(column.name);
    }
    return text + "\n";
  }

  bool encodes() const override { return true; }

  void encode(const Batch& batch, Encoded& out) const override {
    size_t bytes = batch.rows() * (most_bytes_ + 4);
    const auto columns = batch.schema().columns;
    for (size_t c = 0; c < columns.size(); ++c) {
      bytes += 6 * batch.texts(c).size_bytes() + 2 * batch.texts(c).size();
    }
    out.resize(bytes + 64);
    char* end = out.data();
    for (size_t row = 0; row < batch.rows(); ++row) end = put_row(batch, row, end);
    out.resize(static_cast<size_t>(end - out.data()));
  }

  Result<> write(const Batch& batch, const Encoded& encoded) override {
    FOOTFALL_TRY(start());
    rows_ += batch.rows();
    return file_->write(encoded.data(), encoded.size());
  }

  Result<std::vector<WrittenFile>> finish() override {
    FOOTFALL_TRY(start());
    Result<std::string> checksum = file_->close();
    if (!checksum) return checksum.error();
    return std::vector<WrittenFile>{
        {path_, std::string(schema_of(table_).name), rows_, file_->size_bytes(), *checksum}};
  }

 private:
  Result<> start() {
    if (started_ || jsonl_) return Done{};
    started_ = true;
    const std::string text = header();
    return file_->write(text.data(), text.size());
  }

  char* put_row(const Batch& batch, size_t row, char* out) const {
    const auto columns = batch.schema().columns;
    for (size_t c = 0; c < columns.size(); ++c) {
      const Meaning meaning = columns[c].meaning;
      if (meaning == Meaning::kWord) {
        const std::string& piece = pieces_[c][static_cast<size_t>(batch.value(c, row))];
        std::memcpy(out, piece.data(), piece.size());
        out += piece.size();
        continue;
      }
      out = std::copy(leads_[c].begin(), leads_[c].end(), out);
      out = meaning == Meaning::kText ? put_text(std::string(batch.texts(c)[row]), out)
                                      : put_value(meaning, batch.value(c, row), out);
    }
    if (jsonl_) *out++ = '}';
    *out++ = '\n';
    return out;
  }

  char* put_text(const std::string& text, char* out) const {
    const std::string written = jsonl_ ? json_text(text) : csv_text(text);
    return std::copy(written.begin(), written.end(), out);
  }

  char* put_value(Meaning meaning, int64_t value, char* out) const {
    switch (meaning) {
      case Meaning::kMoney:
        return put_money(out, value);
      case Meaning::kFlag: {
        const char* text = value ? "true" : "false";
        return std::copy(text, text + std::strlen(text), out);
      }
      case Meaning::kDate:
      case Meaning::kTimestamp:
        if (jsonl_) *out++ = '"';
        out = meaning == Meaning::kDate ? put_date(out, static_cast<Day>(value))
                                        : put_timestamp(out, value);
        if (jsonl_) *out++ = '"';
        return out;
      default:
        return put_number(out, static_cast<uint64_t>(value));
    }
  }

  const bool jsonl_;
  const Table table_;
  std::unique_ptr<TextFile> file_;
  std::string path_;
  std::vector<std::string> leads_;
  std::vector<std::vector<std::string>> pieces_;
  size_t most_bytes_ = 0;
  uint64_t rows_ = 0;
  bool started_ = false;
};

}  // namespace

Result<std::unique_ptr<Sink>> open_text_sink(bool jsonl, Table table, const Words& words,
                                             const SinkOptions& options) {
  const std::string path = std::string(schema_of(table).name) + (jsonl ? ".jsonl" : ".csv");
  auto file =
      TextFile::create(options.folder == "-" ? "-" : options.folder + "/" + path, options.checksum);
  if (!file) return file.error();
  return std::unique_ptr<Sink>(
      std::make_unique<TextSink>(jsonl, table, words, std::move(*file), path));
}

}  // namespace footfall
