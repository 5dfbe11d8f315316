#include "analytics/column_roles.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace footfall {
namespace {

ColumnProfile text(const char* name, double distinct = 0.5) {
  return {name, "VARCHAR", 1, 0, 0, 0, distinct};
}
ColumnProfile number(const char* name, double wholes = 0) {
  return {name, "DOUBLE", 1, 1, wholes, 0, 0.5};
}
ColumnProfile time(const char* name, double days = 0) {
  return {name, "VARCHAR", 1, 0, 0, 1, 0.9, 0, days};
}
ColumnProfile clock(const char* name) { return {name, "VARCHAR", 1, 0, 0, 0, 0.9, 1, 0}; }

using Told = std::map<std::string, std::string>;

TEST(ColumnRoles, OnlineRetail) {
  const auto roles =
      guess_roles({text("InvoiceNo"), text("StockCode"), text("Description"), number("Quantity", 1),
                   time("InvoiceDate"), number("UnitPrice"), text("CustomerID"), text("Country")},
                  FileKind::kTransactions, {});
  ASSERT_TRUE(roles);
  EXPECT_EQ(column_of(*roles, "transaction"), "InvoiceNo");
  EXPECT_EQ(column_of(*roles, "product"), "StockCode");
  EXPECT_EQ(column_of(*roles, "description"), "Description");
  EXPECT_EQ(column_of(*roles, "quantity"), "Quantity");
  EXPECT_EQ(column_of(*roles, "time"), "InvoiceDate");
  EXPECT_EQ(column_of(*roles, "unit_price"), "UnitPrice");
  EXPECT_EQ(column_of(*roles, "customer"), "CustomerID");
  EXPECT_EQ(column_of(*roles, "amount"), "");
}

TEST(ColumnRoles, CompleteJourney) {
  const auto roles =
      guess_roles({number("household_id", 1), number("store_id", 1), number("basket_id", 1),
                   number("product_id", 1), number("quantity", 1), number("sales_value"),
                   number("retail_disc"), number("week", 1), time("transaction_timestamp")},
                  FileKind::kTransactions, {});
  ASSERT_TRUE(roles);
  EXPECT_EQ(column_of(*roles, "customer"), "household_id");
  EXPECT_EQ(column_of(*roles, "transaction"), "basket_id");
  EXPECT_EQ(column_of(*roles, "amount"), "sales_value");
  EXPECT_EQ(column_of(*roles, "time"), "transaction_timestamp");
}

TEST(ColumnRoles, ValuesDecideWhereNamesDoNot) {
  const auto roles =
      guess_roles({text("id"), time("kesto"), number("hinta")}, FileKind::kTransactions, {});
  ASSERT_TRUE(roles);
  EXPECT_EQ(column_of(*roles, "customer"), "id");
  EXPECT_EQ(column_of(*roles, "time"), "kesto");
  EXPECT_EQ(column_of(*roles, "amount"), "hinta");
  const auto unique = guess_roles({text("id", 1)}, FileKind::kTransactions, {});
  ASSERT_TRUE(unique);
  EXPECT_EQ(column_of(*unique, "transaction"), "id");
}

TEST(ColumnRoles, ValuesForbidWhatNamesSuggest) {
  const auto roles = guess_roles({text("date"), text("amount")}, FileKind::kTransactions, {});
  ASSERT_TRUE(roles);
  EXPECT_EQ(column_of(*roles, "time"), "");
  EXPECT_EQ(column_of(*roles, "amount"), "");
}

TEST(ColumnRoles, TheUserIsRight) {
  const std::vector<ColumnProfile> columns = {text("customer"), text("buyer"), time("date")};
  const auto roles = guess_roles(columns, FileKind::kTransactions, Told{{"customer", "buyer"}});
  ASSERT_TRUE(roles);
  EXPECT_EQ(column_of(*roles, "customer"), "buyer");
  const auto none = guess_roles(columns, FileKind::kTransactions, Told{{"customer", "-"}});
  ASSERT_TRUE(none);
  EXPECT_EQ(column_of(*none, "customer"), "");
  const auto unknown = guess_roles(columns, FileKind::kTransactions, Told{{"shop", "buyer"}});
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().category, ErrorCategory::kUsage);
}

// Headers as they stand in files of each language, with the role that each column has.
struct Header {
  const char* language;
  std::vector<std::pair<ColumnProfile, const char*>> columns;
};

class Headers : public testing::TestWithParam<Header> {};

TEST_P(Headers, AreUnderstood) {
  std::vector<ColumnProfile> columns;
  for (const auto& [column, role] : GetParam().columns) columns.push_back(column);
  const auto roles = guess_roles(columns, FileKind::kTransactions, {});
  ASSERT_TRUE(roles);
  size_t with_role = 0;
  for (const auto& [column, role] : GetParam().columns) {
    if (*role == 0) continue;
    EXPECT_EQ(column_of(*roles, role), column.name) << role;
    ++with_role;
  }
  EXPECT_EQ(roles->size(), with_role);
  for (const RoleGuess& guess : *roles) EXPECT_GE(guess.confidence, kSureGuess) << guess.role;
}

std::string name_of(const testing::TestParamInfo<Header>& info) {
  std::string name = info.param.language;
  std::erase(name, ' ');
  return name;
}

INSTANTIATE_TEST_SUITE_P(German, Headers,
                         testing::Values(Header{"German till",
                                                {{text("Bon"), "transaction"},
                                                 {time("Datum", 1), "time"},
                                                 {clock("Uhrzeit"), "clock"},
                                                 {text("Kunde"), "customer"},
                                                 {text("Artikel"), "product"},
                                                 {text("Warengruppe"), "category"},
                                                 {number("Menge", 1), "quantity"},
                                                 {number("Preis"), "unit_price"},
                                                 {number("Betrag"), "amount"},
                                                 {number("MwSt-Betrag"), ""}}},
                                         Header{"German shop",
                                                {{text("Beleg-Nr."), "transaction"},
                                                 {time("Zeit"), "time"},
                                                 {text("Kundennummer"), "customer"},
                                                 {number("Artikelnummer", 1), "product"},
                                                 {text("Artikelbezeichnung"), "description"},
                                                 {number("Stückzahl", 1), "quantity"},
                                                 {number("Einzelpreis (EUR)"), "unit_price"},
                                                 {number("Gesamt"), "amount"},
                                                 {number("Rabatt"), ""}}}),
                         name_of);

INSTANTIATE_TEST_SUITE_P(FrenchAndSpanish, Headers,
                         testing::Values(Header{"French",
                                                {{text("N° Ticket"), "transaction"},
                                                 {time("Date de vente", 1), "time"},
                                                 {clock("Heure"), "clock"},
                                                 {text("Code client"), "customer"},
                                                 {text("Désignation"), "description"},
                                                 {text("Rayon"), "category"},
                                                 {number("Quantité", 1), "quantity"},
                                                 {number("Prix unitaire"), "unit_price"},
                                                 {number("Montant TTC"), "amount"},
                                                 {number("Remise"), ""}}},
                                         Header{"Spanish",
                                                {{text("Nº Factura"), "transaction"},
                                                 {time("Fecha", 1), "time"},
                                                 {clock("Hora"), "clock"},
                                                 {text("Cliente"), "customer"},
                                                 {text("Código artículo"), "product"},
                                                 {text("Descripción"), "description"},
                                                 {text("Familia"), "category"},
                                                 {number("Cantidad", 1), "quantity"},
                                                 {number("Precio"), "unit_price"},
                                                 {number("Importe"), "amount"},
                                                 {number("IVA"), ""}}}),
                         name_of);

INSTANTIATE_TEST_SUITE_P(Italian, Headers,
                         testing::Values(Header{"Italian",
                                                {{text("N. Scontrino"), "transaction"},
                                                 {time("Data", 1), "time"},
                                                 {clock("Ora"), "clock"},
                                                 {text("Codice cliente"), "customer"},
                                                 {text("Descrizione"), "description"},
                                                 {text("Reparto"), "category"},
                                                 {number("Quantità", 1), "quantity"},
                                                 {number("Prezzo unitario"), "unit_price"},
                                                 {number("Importo €"), "amount"},
                                                 {number("IVA %"), ""},
                                                 {number("Sconto"), ""}}}),
                         name_of);

INSTANTIATE_TEST_SUITE_P(PolishAndIndian, Headers,
                         testing::Values(Header{"Polish",
                                                {{text("Nr paragonu"), "transaction"},
                                                 {time("Data sprzedaży", 1), "time"},
                                                 {clock("Godzina"), "clock"},
                                                 {text("Klient"), "customer"},
                                                 {text("Nazwa towaru"), "description"},
                                                 {text("Grupa towarowa"), "category"},
                                                 {number("Ilość", 1), "quantity"},
                                                 {number("Cena jednostkowa"), "unit_price"},
                                                 {number("Wartość brutto"), "amount"},
                                                 {number("Podatek VAT"), ""}}},
                                         Header{"Indian bill book",
                                                {{text("Bill No"), "transaction"},
                                                 {time("Tarikh", 1), "time"},
                                                 {text("Grahak"), "customer"},
                                                 {text("Vastu"), "product"},
                                                 {number("Matra", 1), "quantity"},
                                                 {number("Bhav"), "unit_price"},
                                                 {number("Rashi (Rs.)"), "amount"},
                                                 {number("CGST"), ""}}},
                                         Header{"Tally",
                                                {{text("Vch No."), "transaction"},
                                                 {time("Date", 1), "time"},
                                                 {text("Party Name"), "customer"},
                                                 {text("Item Group"), "category"},
                                                 {text("Item Name"), "description"},
                                                 {number("Qty", 1), "quantity"},
                                                 {number("Rate"), "unit_price"},
                                                 {number("Amt"), "amount"},
                                                 {number("Discount Amt"), ""}}}),
                         name_of);

TEST(ColumnRoles, MoneyIsNotLeftToLuck) {
  const auto roles = guess_roles({text("order"), time("date"), number("hinta"), number("paino")},
                                 FileKind::kTransactions, {});
  ASSERT_TRUE(roles);
  const auto amount = std::find_if(roles->begin(), roles->end(),
                                   [](const RoleGuess& guess) { return guess.role == "amount"; });
  ASSERT_NE(amount, roles->end());
  EXPECT_LT(amount->confidence, kSureGuess);
  EXPECT_EQ(amount->column, "hinta");
  EXPECT_EQ(amount->rivals, std::vector<std::string>{"paino"});
  const auto told = guess_roles({text("order"), time("date"), number("hinta"), number("paino")},
                                FileKind::kTransactions, Told{{"amount", "paino"}});
  ASSERT_TRUE(told);
  for (const RoleGuess& guess : *told) EXPECT_TRUE(guess.rivals.empty()) << guess.role;
}

TEST(ColumnRoles, APriceByNameIsNoReasonToGuessAnAmount) {
  const auto roles = guess_roles({time("date"), number("qty", 1), number("price"), number("shade")},
                                 FileKind::kTransactions, {});
  ASSERT_TRUE(roles);
  EXPECT_EQ(column_of(*roles, "amount"), "");
}

TEST(ColumnRoles, WhatIsNoRevenueIsNoAmount) {
  for (const char* name : {"Gross margin", "Net profit", "Net weight", "Bruttogewinn",
                           "MwSt-Betrag", "Discount amount", "Total cost", "gross income"}) {
    const auto roles =
        guess_roles({time("date"), number(name), number("Price")}, FileKind::kTransactions, {});
    ASSERT_TRUE(roles);
    EXPECT_EQ(column_of(*roles, "amount"), "") << name;
  }
  for (const char* name : {"Betrag inkl. MwSt", "Amount net of tax", "Total after discount"}) {
    const auto roles = guess_roles({time("date"), number(name)}, FileKind::kTransactions, {});
    ASSERT_TRUE(roles);
    EXPECT_EQ(column_of(*roles, "amount"), name);
    EXPECT_GE(roles->back().confidence, kSureGuess) << name;
  }
}

TEST(ColumnRoles, DayAndClock) {
  const std::vector<ColumnProfile> columns = {time("Tag", 1), clock("Uhr"), number("Betrag")};
  const auto told = guess_roles(columns, FileKind::kTransactions,
                                Told{{"time", "Tag+Uhr"}, {"amount", "Betrag"}});
  ASSERT_TRUE(told);
  EXPECT_EQ(column_of(*told, "time"), "Tag");
  EXPECT_EQ(column_of(*told, "clock"), "Uhr");
  const auto whole = guess_roles({time("Datum", 0), clock("Uhrzeit")}, FileKind::kTransactions, {});
  ASSERT_TRUE(whole);
  EXPECT_EQ(column_of(*whole, "clock"), "");  // the time tells its own
}

}  // namespace
}  // namespace footfall
