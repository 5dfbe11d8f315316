#include "analytics/own_products.h"

#include "analytics/quality.h"
#include "duckdb/sql_text.h"

namespace footfall {

namespace {

constexpr const char* kNoProducts = "lines of no product: fees, postage, corrections";

// Whether lines are called by the usual description of their product.
bool names_products(const RoleTable& table) {
  return table.has_lines && !table.products_are_groups && !table.has("category") &&
         table.has("product") && table.has("description");
}

}  // namespace

Result<> make_product_names(Session& session, RoleTable& table) {
  if (!names_products(table)) return Done{};
  // Texts are trimmed once a product, not once a line.
  FOOTFALL_TRY(session.run(
      "CREATE OR REPLACE TEMP TABLE descriptions AS SELECT " + text_of_column("code") +
      " AS product, " + text_of_column("called") +
      " AS description, sum(n)::BIGINT AS n FROM (SELECT " +
      sql_identifier(column_of(table.roles, "product")) + " AS code, " +
      sql_identifier(column_of(table.roles, "description")) + " AS called, count(*) AS n FROM " +
      sql_identifier(table.source.view) +
      " GROUP BY ALL) GROUP BY ALL HAVING product IS NOT NULL AND description IS NOT NULL; "
      "CREATE OR REPLACE TEMP TABLE product_names AS SELECT product, description FROM descriptions "
      "QUALIFY row_number() OVER (PARTITION BY product ORDER BY n DESC, description) = 1"));
  const auto found = session.fetch(
      "SELECT count(*) FILTER (kinds > 1), count(*), coalesce(sum(most) / sum(lines), 1)::DOUBLE, "
      "coalesce(array_to_string(list(product || ': ' || names ORDER BY kinds DESC, product) FILTER "
      "(kinds > 1)[:3], '; '), '') FROM (SELECT product, count(*) AS kinds, max(n) AS most, sum(n) "
      "AS lines, array_to_string(list(description ORDER BY n DESC, description)[:2], ', ') AS "
      "names "
      "FROM descriptions GROUP BY product)");
  if (!found) return found.error();
  table.products_are_groups = found->columns[2].reals[0] < 0.5;
  return add_quality_fact(session,
                          {"products with several descriptions", table.source.path,
                           found->columns[0].integers[0], found->columns[1].integers[0], 0,
                           table.products_are_groups ? "kept by their own name: they are groups"
                                                     : "kept under the most frequent one",
                           false, found->columns[3].texts[0]});
}

std::string category_of(const RoleTable& table) {
  for (const char* role : {"category", "product", "description"}) {
    if (table.has_lines && table.has(role)) return text_of_role(table, role);
  }
  return "NULL::VARCHAR";
}

std::string named_rows(const RoleTable& table, const std::string& rows) {
  if (!names_products(table)) return sql_identifier(rows);
  return "(SELECT r.* REPLACE (coalesce(description, category) AS category) FROM " +
         sql_identifier(rows) + " r LEFT JOIN product_names ON product = category)";
}

Result<> report_no_products(Session& session, const RoleTable& table, const std::string& rows) {
  if (!table.has_lines || !table.has("product")) return Done{};
  // Products are few beside lines, so codes are looked at once each.
  const auto found = session.fetch(
      "WITH codes AS (SELECT code, regexp_matches(code, '[0-9].*[0-9].*[0-9]') AS is_product, n, "
      "kept, amount FROM (SELECT code, count(*) AS n, count(*) FILTER (reason IS NULL) AS kept, "
      "sum(amount) FILTER (reason IS NULL) AS amount FROM " +
      sql_identifier(rows) +
      " GROUP BY code)) SELECT coalesce(sum(kept) FILTER (NOT is_product), 0)::BIGINT, "
      "coalesce(sum(amount) FILTER (NOT is_product), 0)::DOUBLE, coalesce(sum(kept), 0)::BIGINT, "
      "coalesce(array_to_string(list_sort(list(code) FILTER (NOT is_product AND kept > 0))[:6], "
      "', '), ''), coalesce(sum(n) FILTER (is_product) / sum(n) FILTER (code IS NOT NULL), "
      "0)::DOUBLE FROM codes");
  if (!found) return found.error();
  constexpr double kNearlyAll = 0.9;
  if (found->columns[4].reals[0] <= kNearlyAll) return Done{};
  return add_quality_fact(
      session, {kNoProducts, table.source.path, found->columns[0].integers[0],
                found->columns[2].integers[0], found->columns[1].reals[0],
                "kept: they count as a category of their own", false, found->columns[3].texts[0]});
}

}  // namespace footfall
