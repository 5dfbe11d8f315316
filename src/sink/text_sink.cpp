// The sink of CSV and JSON Lines files.
#include "sink/sink.h"
#include "sink/text_file.h"
#include "sink/text_rows.h"

namespace footfall {

namespace {

using PutRows = char* (*)(const Batch&, const std::vector<WordTexts>&, char*);

template <Form form, size_t... tables>
constexpr std::array<PutRows, kTableCount> put_rows_by_table(std::index_sequence<tables...>) {
  return {put_rows<form, static_cast<Table>(tables)>...};
}

PutRows put_rows_of(Form form, Table table) {
  constexpr std::make_index_sequence<kTableCount> kTables;
  constexpr auto kCsv = put_rows_by_table<Form::kCsv>(kTables);
  constexpr auto kJsonl = put_rows_by_table<Form::kJsonl>(kTables);
  return (form == Form::kCsv ? kCsv : kJsonl)[static_cast<size_t>(table)];
}

class TextSink final : public Sink {
 public:
  TextSink(Form form, Table table, const Words& words, std::unique_ptr<TextFile> file,
           std::string path)
      : form_(form),
        table_(table),
        put_rows_(put_rows_of(form, table)),
        file_(std::move(file)),
        path_(std::move(path)) {
    const auto columns = schema_of(table).columns;
    for (size_t c = 0; c < columns.size(); ++c) {
      words_.emplace_back(form, words[c]);
      most_row_bytes_ += columns[c].name.size() + 4 + kMostValueBytes + words_[c].longest();
    }
  }

  bool encodes() const override { return true; }

  void encode(const Batch& batch, Encoded& out) const override {
    size_t bytes = batch.rows() * most_row_bytes_ + kOvershoot;
    for (size_t c = 0; c < words_.size(); ++c) {
      bytes += 6 * batch.texts(c).size_bytes() + 3 * batch.texts(c).size();
    }
    char* const begin = out.make_room(bytes);
    out.set_size(static_cast<size_t>(put_rows_(batch, words_, begin) - begin));
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
  // Writes the header line of CSV, which a file without rows has as well.
  Result<> start() {
    if (started_ || form_ != Form::kCsv) return Done{};
    started_ = true;
    std::string header;
    for (const Column& column : schema_of(table_).columns) {
      header += column.name;
      header += ',';
    }
    header.back() = '\n';
    return file_->write(header.data(), header.size());
  }

  const Form form_;
  const Table table_;
  const PutRows put_rows_;
  std::unique_ptr<TextFile> file_;
  std::string path_;
  std::vector<WordTexts> words_;  // by column
  size_t most_row_bytes_ = 2;
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
  return std::unique_ptr<Sink>(std::make_unique<TextSink>(jsonl ? Form::kJsonl : Form::kCsv, table,
                                                          words, std::move(*file), path));
}

}  // namespace footfall
