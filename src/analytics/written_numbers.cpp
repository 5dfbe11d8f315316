#include "analytics/written_numbers.h"

namespace footfall {

namespace {

// Words of currencies and the dash of 500/- go first: Rs.549.00 is no .549.
constexpr const char* kWithoutWords = "regexp_replace($, '[A-Za-z]+\\.?|/-', '', 'g')";
constexpr const char* kNumber =
    "'(?i)[^0-9a-z]{0,3} ?((rs|inr|eur|usd|gbp|chf|pln|zl)\\.? ?)?[-+]?([0-9][0-9.,]*|"
    "[0-9]{1,3}([ \\x{a0}\\x{202f}''’][0-9]{3})+([.,][0-9]+)?)-?[ \\x{a0}]?[^0-9]{0,3}'";
// What stands before other than three digits parts the fraction, and so does the sign that comes
// after the other.
constexpr const char* kCommaParts =
    "'(^|[^0-9])0,[0-9]|,([0-9]{1,2}|[0-9]{4,})([^0-9.,]|$)|\\.[0-9]{3},'";
constexpr const char* kPointParts =
    "'(^|[^0-9])0\\.[0-9]|\\.([0-9]{1,2}|[0-9]{4,})([^0-9.,]|$)|,[0-9]{3}\\.'";
// Letters within a number are no word: 1e300, 3x2.
constexpr const char* kLettersWithin = "'[0-9][A-Za-z]+[-+]?[0-9]'";
constexpr const char* kThousands = "'^[^0-9.,]*[1-9][0-9]{0,2}(\\.[0-9]{3})+[^0-9.,]*$'";
constexpr const char* kNegative = "'[0-9]-$|^\\(.*\\)$|^[−–]'";

std::string with(std::string pattern, const std::string& text) {
  return pattern.replace(pattern.find('$'), 1, text);
}

std::string cast(const std::string& text, const std::string& type) {
  return "TRY_CAST(" + text + " AS " + type + ")";
}

}  // namespace

std::string looks_like_number_sql(const std::string& text) {
  return "(" + cast(text, "DOUBLE") + " IS NOT NULL OR regexp_full_match(" + text + ", " + kNumber +
         "))";
}

std::vector<std::string> number_signs_sql(const std::string& text) {
  std::vector<std::string> expressions;
  for (const char* pattern : {kCommaParts, kPointParts, kNegative, kThousands})
    expressions.push_back("CASE WHEN regexp_matches(" + text + ", " + pattern + ") THEN 1 END");
  return expressions;
}

std::string number_sql(const std::string& text, const std::string& type, const NumberSigns& signs) {
  const std::string signed_text = signs.negative == 0
                                      ? text
                                      : "CASE WHEN regexp_matches(" + text + ", " + kNegative +
                                            ") THEN '-' || replace(" + text + ", '-', '') ELSE " +
                                            text + " END";
  const std::string wordless = "CASE WHEN NOT regexp_matches(" + text + ", " + kLettersWithin +
                               ") THEN " + with(kWithoutWords, signed_text) + " END";
  if (signs.comma > signs.point) {
    return cast("replace(regexp_replace(" + wordless + ", '[^0-9,+-]', '', 'g'), ',', '.')", type);
  }
  return "coalesce(" + cast(text, type) + ", " +
         cast("regexp_replace(" + wordless + ", '[^0-9.+-]', '', 'g')", type) + ")";
}

}  // namespace footfall
