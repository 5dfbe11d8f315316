// Holds DuckDB's C API: its functions, and handles that let go at their end. The one file that
// includes DuckDB's header, so only this folder's .cpp files include it.
#pragma once
#include <dlfcn.h>
#include <duckdb.h>

#include <string>
#include <type_traits>
#include <utility>

#include "base/result.h"

namespace footfall {

// A name of a library, which becomes the function that it is assigned to.
struct LibrarySymbol {
  template <typename Function>
  operator Function*() const {
    void* function = ::dlsym(library, name);
    if (function == nullptr && missing == nullptr) missing = name;
    return reinterpret_cast<Function*>(function);
  }
  void* library;
  const char* name;
  const char*& missing;
};

// The functions that are called here, by their names without duckdb_.
struct DuckdbFunctions {
  explicit DuckdbFunctions(void* library) : library(library) {}
  LibrarySymbol symbol(const char* name) { return {library, name, missing}; }

  void* library;
  const char* missing = nullptr;  // a function that the library lacks

  // Databases, connections.
  decltype(&duckdb_open_ext) open_ext = symbol("duckdb_open_ext");
  decltype(&duckdb_close) close = symbol("duckdb_close");
  decltype(&duckdb_connect) connect = symbol("duckdb_connect");
  decltype(&duckdb_disconnect) disconnect = symbol("duckdb_disconnect");
  decltype(&duckdb_interrupt) interrupt = symbol("duckdb_interrupt");
  decltype(&duckdb_query_progress) query_progress = symbol("duckdb_query_progress");
  decltype(&duckdb_free) free = symbol("duckdb_free");
  decltype(&duckdb_create_config) create_config = symbol("duckdb_create_config");
  decltype(&duckdb_set_config) set_config = symbol("duckdb_set_config");
  decltype(&duckdb_destroy_config) destroy_config = symbol("duckdb_destroy_config");
  // Statements.
  decltype(&duckdb_extract_statements) extract_statements = symbol("duckdb_extract_statements");
  decltype(&duckdb_extract_statements_error) extract_statements_error =
      symbol("duckdb_extract_statements_error");
  decltype(&duckdb_destroy_extracted) destroy_extracted = symbol("duckdb_destroy_extracted");
  decltype(&duckdb_prepare_extracted_statement) prepare_extracted_statement =
      symbol("duckdb_prepare_extracted_statement");
  decltype(&duckdb_prepare_error) prepare_error = symbol("duckdb_prepare_error");
  decltype(&duckdb_destroy_prepare) destroy_prepare = symbol("duckdb_destroy_prepare");
  decltype(&duckdb_prepared_statement_type) prepared_statement_type =
      symbol("duckdb_prepared_statement_type");
  decltype(&duckdb_prepared_statement_column_count) prepared_statement_column_count =
      symbol("duckdb_prepared_statement_column_count");
  decltype(&duckdb_prepared_statement_column_name) prepared_statement_column_name =
      symbol("duckdb_prepared_statement_column_name");
  decltype(&duckdb_prepared_statement_column_type) prepared_statement_column_type =
      symbol("duckdb_prepared_statement_column_type");
  decltype(&duckdb_nparams) nparams = symbol("duckdb_nparams");
  decltype(&duckdb_parameter_name) parameter_name = symbol("duckdb_parameter_name");
  decltype(&duckdb_bind_null) bind_null = symbol("duckdb_bind_null");
  decltype(&duckdb_bind_boolean) bind_boolean = symbol("duckdb_bind_boolean");
  decltype(&duckdb_bind_int64) bind_int64 = symbol("duckdb_bind_int64");
  decltype(&duckdb_bind_double) bind_double = symbol("duckdb_bind_double");
  decltype(&duckdb_bind_varchar_length) bind_varchar_length = symbol("duckdb_bind_varchar_length");
  decltype(&duckdb_pending_prepared) pending_prepared = symbol("duckdb_pending_prepared");
  decltype(&duckdb_pending_prepared_streaming) pending_prepared_streaming =
      symbol("duckdb_pending_prepared_streaming");
  decltype(&duckdb_pending_error) pending_error = symbol("duckdb_pending_error");
  decltype(&duckdb_pending_execute_task) pending_execute_task =
      symbol("duckdb_pending_execute_task");
  decltype(&duckdb_pending_execution_is_finished) pending_execution_is_finished =
      symbol("duckdb_pending_execution_is_finished");
  decltype(&duckdb_destroy_pending) destroy_pending = symbol("duckdb_destroy_pending");
  decltype(&duckdb_execute_pending) execute_pending = symbol("duckdb_execute_pending");
  // Results.
  decltype(&duckdb_result_error) result_error = symbol("duckdb_result_error");
  decltype(&duckdb_destroy_result) destroy_result = symbol("duckdb_destroy_result");
  decltype(&duckdb_column_count) column_count = symbol("duckdb_column_count");
  decltype(&duckdb_column_name) column_name = symbol("duckdb_column_name");
  decltype(&duckdb_column_logical_type) column_logical_type = symbol("duckdb_column_logical_type");
  decltype(&duckdb_fetch_chunk) fetch_chunk = symbol("duckdb_fetch_chunk");
  // Types.
  decltype(&duckdb_destroy_logical_type) destroy_logical_type =
      symbol("duckdb_destroy_logical_type");
  decltype(&duckdb_get_type_id) get_type_id = symbol("duckdb_get_type_id");
  decltype(&duckdb_decimal_scale) decimal_scale = symbol("duckdb_decimal_scale");
  decltype(&duckdb_decimal_internal_type) decimal_internal_type =
      symbol("duckdb_decimal_internal_type");
  decltype(&duckdb_enum_internal_type) enum_internal_type = symbol("duckdb_enum_internal_type");
  decltype(&duckdb_enum_dictionary_size) enum_dictionary_size =
      symbol("duckdb_enum_dictionary_size");
  decltype(&duckdb_enum_dictionary_value) enum_dictionary_value =
      symbol("duckdb_enum_dictionary_value");
  // Chunks.
  decltype(&duckdb_vector_size) vector_size = symbol("duckdb_vector_size");
  decltype(&duckdb_create_data_chunk) create_data_chunk = symbol("duckdb_create_data_chunk");
  decltype(&duckdb_destroy_data_chunk) destroy_data_chunk = symbol("duckdb_destroy_data_chunk");
  decltype(&duckdb_data_chunk_reset) data_chunk_reset = symbol("duckdb_data_chunk_reset");
  decltype(&duckdb_data_chunk_get_size) data_chunk_get_size = symbol("duckdb_data_chunk_get_size");
  decltype(&duckdb_data_chunk_set_size) data_chunk_set_size = symbol("duckdb_data_chunk_set_size");
  decltype(&duckdb_data_chunk_get_vector) data_chunk_get_vector =
      symbol("duckdb_data_chunk_get_vector");
  decltype(&duckdb_vector_get_data) vector_get_data = symbol("duckdb_vector_get_data");
  decltype(&duckdb_vector_get_validity) vector_get_validity = symbol("duckdb_vector_get_validity");
  decltype(&duckdb_vector_ensure_validity_writable) vector_ensure_validity_writable =
      symbol("duckdb_vector_ensure_validity_writable");
  decltype(&duckdb_validity_set_row_invalid) validity_set_row_invalid =
      symbol("duckdb_validity_set_row_invalid");
  decltype(&duckdb_vector_assign_string_element_len) vector_assign_string_element_len =
      symbol("duckdb_vector_assign_string_element_len");
  // Appenders.
  decltype(&duckdb_appender_create) appender_create = symbol("duckdb_appender_create");
  decltype(&duckdb_appender_error) appender_error = symbol("duckdb_appender_error");
  decltype(&duckdb_appender_close) appender_close = symbol("duckdb_appender_close");
  decltype(&duckdb_appender_destroy) appender_destroy = symbol("duckdb_appender_destroy");
  decltype(&duckdb_appender_column_count) appender_column_count =
      symbol("duckdb_appender_column_count");
  decltype(&duckdb_appender_column_type) appender_column_type =
      symbol("duckdb_appender_column_type");
  decltype(&duckdb_append_data_chunk) append_data_chunk = symbol("duckdb_append_data_chunk");
};

// Returns DuckDB's functions. The library is libduckdb.so in $FOOTFALL_DUCKDB_LIBRARY (and then
// nowhere else), ../.footfall/duckdb or ../lib/footfall beside the program, or where the build
// found it; whichever is loaded first stays. Error: kUnavailable, with the places.
Result<const DuckdbFunctions*> load_duckdb();

// Something of DuckDB's that `kDestroy`, a member of DuckdbFunctions, lets go.
template <typename Handle, auto kDestroy>
class DuckdbHandle {
 public:
  explicit DuckdbHandle(const DuckdbFunctions& functions) : functions_(&functions) {}
  DuckdbHandle(const DuckdbFunctions& functions, Handle handle)
      : functions_(&functions), handle_(handle) {}
  DuckdbHandle(DuckdbHandle&& other) noexcept
      : functions_(other.functions_), handle_(std::exchange(other.handle_, Handle{})) {}
  DuckdbHandle(const DuckdbHandle&) = delete;
  DuckdbHandle& operator=(DuckdbHandle&& other) noexcept {
    std::swap(handle_, other.handle_);
    return *this;
  }
  DuckdbHandle& operator=(const DuckdbHandle&) = delete;
  ~DuckdbHandle() {
    if constexpr (std::is_pointer_v<Handle>) {
      if (handle_ == nullptr) return;
    }
    (functions_->*kDestroy)(&handle_);
  }

  // Returns where the handle is, for functions of DuckDB's that set or change it. REQUIRES: none is
  // held when it is set.
  Handle* address() { return &handle_; }
  operator Handle() const { return handle_; }

 private:
  const DuckdbFunctions* functions_;
  Handle handle_{};
};

using DatabaseHandle = DuckdbHandle<duckdb_database, &DuckdbFunctions::close>;
using ConnectionHandle = DuckdbHandle<duckdb_connection, &DuckdbFunctions::disconnect>;
using ConfigHandle = DuckdbHandle<duckdb_config, &DuckdbFunctions::destroy_config>;
using StatementsHandle =
    DuckdbHandle<duckdb_extracted_statements, &DuckdbFunctions::destroy_extracted>;
using PreparedHandle = DuckdbHandle<duckdb_prepared_statement, &DuckdbFunctions::destroy_prepare>;
using PendingHandle = DuckdbHandle<duckdb_pending_result, &DuckdbFunctions::destroy_pending>;
using ResultHandle = DuckdbHandle<duckdb_result, &DuckdbFunctions::destroy_result>;
using TypeHandle = DuckdbHandle<duckdb_logical_type, &DuckdbFunctions::destroy_logical_type>;
using ChunkHandle = DuckdbHandle<duckdb_data_chunk, &DuckdbFunctions::destroy_data_chunk>;
using AppenderHandle = DuckdbHandle<duckdb_appender, &DuckdbFunctions::appender_destroy>;

// What a Database holds, last opened first closed.
struct DatabaseConnection {
  explicit DatabaseConnection(const DuckdbFunctions& functions)
      : functions(functions), database(functions), connection(functions) {}
  const DuckdbFunctions& functions;
  DatabaseHandle database;
  ConnectionHandle connection;
};

// What DatabaseRows hold.
struct DatabaseResult {
  explicit DatabaseResult(const DuckdbFunctions& functions)
      : functions(functions), result(functions), chunk(functions) {}
  const DuckdbFunctions& functions;
  ResultHandle result;
  ChunkHandle chunk;
};

// Returns a failure with DuckDB's message, or `otherwise` where there is none.
Error duckdb_failure(const char* message, const char* otherwise);

// Returns a text of DuckDB's, which is freed; nothing for nullptr.
std::string take_text(const DuckdbFunctions& functions, const char* text);

}  // namespace footfall
