// Holds the columns of every table as constants, so that code can be specialised by them when it is
// compiled. Everybody else asks schema_of().
#pragma once
#include "table/schema.h"

namespace footfall {

namespace columns {

using enum Storage;
using M = Meaning;

inline constexpr Column kCustomerColumns[] = {
    {"customer_id", kInt64, M::kNumber, "", "persona slot × 10^8 + (index + 1)"},
    {"persona", kUint8, M::kWord, "", "name of the persona"},
    {"name", kText, M::kText, "", "invented full name"},
    {"gender", kUint8, M::kWord, "", "female or male"},
    {"age", kUint8, M::kNumber, "years", "age on the first day of the scenario"},
    {"city", kUint16, M::kWord, "", "home city"},
    {"state", kUint16, M::kWord, "", "state of the home city"},
    {"monthly_income", kInt64, M::kMoney, "currency", "income a month"},
    {"location_type", kUint8, M::kWord, "", "from the persona's demographics"},
    {"education", kUint8, M::kWord, "", "from the persona's demographics"},
    {"family_status", kUint8, M::kWord, "", "from the persona's demographics"},
    {"loyalty_since", kInt32, M::kDate, "date", "first day in the loyalty programme"},
    {"email", kText, M::kText, "", "address in a reserved example domain"},
};

inline constexpr Column kTransactionColumns[] = {
    {"transaction_id", kInt64, M::kNumber, "", "(day × 10^10 + customer_id) × 10 + trip"},
    {"customer_id", kInt64, M::kNumber, "", "who bought"},
    {"persona", kUint8, M::kWord, "", "persona of the customer"},
    {"timestamp", kInt64, M::kTimestamp, "local time", "moment of the purchase"},
    {"date", kInt32, M::kDate, "date", "day of the purchase"},
    {"hour", kUint8, M::kNumber, "hours", "hour of the day, 0 to 23"},
    {"weekday", kUint8, M::kNumber, "", "1 = Monday to 7 = Sunday"},
    {"is_weekend", kUint8, M::kFlag, "", "whether the calendar counts the day as weekend"},
    {"festival", kUint8, M::kWord, "", "festival in whose window the day lies, or empty"},
    {"lines", kUint16, M::kNumber, "", "number of items rows"},
    {"units", kInt32, M::kNumber, "", "sum of the items' quantities"},
    {"amount", kInt64, M::kMoney, "currency", "sum of the items' amounts"},
};

inline constexpr Column kItemColumns[] = {
    {"transaction_id", kInt64, M::kNumber, "", "the transaction"},
    {"line", kUint16, M::kNumber, "", "1, 2, … within the transaction"},
    {"category", kUint16, M::kWord, "", "category bought"},
    {"quantity", kUint8, M::kNumber, "units", "units bought"},
    {"unit_price", kInt32, M::kMoney, "currency", "price of one unit"},
    {"amount", kInt32, M::kMoney, "currency", "quantity × unit_price"},
};

}  // namespace columns

// By number of the table.
inline constexpr Schema kSchemas[] = {{"customers", columns::kCustomerColumns},
                                      {"transactions", columns::kTransactionColumns},
                                      {"items", columns::kItemColumns}};

}  // namespace footfall
