#include "analytics/column_words.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "analytics/column_word_lists.h"
#include "base/plain_letters.h"

namespace footfall {

namespace {

// Words that say too little as a part of a name.
constexpr std::string_view kWholeOnly =
    " number count name value class group section family symbol data bill item nazwa opis piece "
    "dokument sales ware reference nombre event member phone mobile rate clock ";

// Names with one of these are of something else than the role; short ones count as whole words.
struct OtherThings {
  std::string_view roles, words;
  bool may_be_within = false;  // what an amount may leave out or hold: "Betrag inkl. MwSt"
};
constexpr OtherThings kOtherThings[] = {
    {" amount unit_price ",
     " discount rabatt rabat remise descuento sconto chhoot tax gst cgst sgst igst vat mwst ust "
     "steuer tva iva impuesto podatek shipping versand ",
     true},
    {" amount unit_price ",
     " cost kosten costo coste koszt cout einkauf margin marge profit gewinn zysk tip balance "
     "saldo "
     "points punkte weight gewicht percent prozent pourcentage income "},
    {" transaction ",
     " auftraggeber empfaenger empfanger date datum data time status type typ channel total amount "
     "value line zeile ligne linea "
     "pozycja quantity qty priority "},
    {" customer ", " note group gruppe segment type typ city ort age gender email service since "},
    {" category product description ", " customer kunden client age income store price preis "},
    {" quantity ", " order invoice phone customer card store days id "}};
// Words that say so.
constexpr std::string_view kTogether =
    " incl inkl including inklusive excl exkl excluding ohne without after nach net netto with mit "
    "avec hors sans con sin senza bez zawiera ttc brutto gross ";
constexpr std::string_view kCurrencies =
    " in eur euro euros usd dollar inr rs rupees pln zl gbp chf ";
constexpr std::string_view kNumbers =
    " id no nr num code kod codigo key index plz zip postcode phone tel year month week jahr monat "
    "woche store filiale shop kasse terminal line zeile row ";

bool lists(std::string_view list, std::string_view word) {
  std::string apart = " ";
  apart.append(word).append(" ");
  return list.find(apart) != std::string_view::npos;
}

std::vector<std::string_view> split(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t end = 0, begin = 0; end <= text.size(); ++end) {
    if (end < text.size() && text[end] != ' ') continue;
    if (end > begin) words.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return words;
}

struct KnownWords {
  const RoleWords* role;
  std::vector<std::string_view> words;
};

// The words of each line of kWords, apart.
const std::vector<KnownWords>& known_words() {
  static const std::vector<KnownWords> kKnown = [] {
    std::vector<KnownWords> known;
    for (const RoleWords& role : kWords) known.push_back({&role, split(role.words)});
    return known;
  }();
  return kKnown;
}

// A column's name as words of small letters and digits: "InvoiceDate" and "invoice_date" are two.
std::vector<std::string> words_of(std::string_view name) {
  std::vector<std::string> words;
  char before = ' ';
  for (const char c : plain_letters(name)) {
    const bool is_upper = c >= 'A' && c <= 'Z', is_lower = c >= 'a' && c <= 'z';
    const bool is_inside = is_upper || is_lower || (c >= '0' && c <= '9');
    const bool was_inside = before != ' ';
    const bool breaks = is_upper && before >= 'a' && before <= 'z';
    if (is_inside && (!was_inside || breaks)) words.emplace_back();
    if (is_inside) words.back() += is_upper ? static_cast<char>(c - 'A' + 'a') : c;
    before = is_inside ? c : ' ';
  }
  while (words.size() > 1 && lists(kCurrencies, words.back())) words.pop_back();
  return words;
}

// Returns how much of a name a word is that stands in it, 0 to .8.
double part_score(std::string_view word, Noun noun, const std::vector<std::string>& words) {
  if (word.size() < 3 || lists(kWholeOnly, word)) return 0;
  const bool is_short = word.size() == 3;  // of which only a word apart, in its place, says enough
  std::string letters;
  std::vector<size_t> edges = {0};
  for (const std::string& one : words) {
    letters += one;
    edges.push_back(letters.size());
  }
  double best = 0;
  for (size_t at = letters.find(word); at != std::string::npos; at = letters.find(word, at + 1)) {
    const size_t end = at + word.size();
    const auto is_edge = [&](size_t place) {
      return std::find(edges.begin(), edges.end(), place) != edges.end();
    };
    const bool is_last = end == letters.size(), is_first = at == 0;
    // Compounds (Kassenbondatum) end with what they are, in whatever language.
    double score = is_last ? .62 : is_first ? .52 : .5;
    if (is_edge(at) && is_edge(end)) {
      const bool has_noun_place = noun == Noun::kLast ? is_last : is_first;
      score = has_noun_place ? .72 : is_first || is_last ? .67 : .6;
    }
    if (!is_short || score > .7) best = std::max(best, score);
  }
  // Of two words the longer says more.
  return best == 0
             ? 0
             : best + .07 * static_cast<double>(word.size()) / static_cast<double>(letters.size());
}

bool is_other_thing(std::string_view role, const std::vector<std::string>& words) {
  std::string letters;
  for (const std::string& word : words) letters += word;
  for (const OtherThings& things : kOtherThings) {
    if (!lists(things.roles, role)) continue;
    const bool is_together = std::any_of(
        words.begin(), words.end(), [](const std::string& word) { return lists(kTogether, word); });
    if (is_together && things.may_be_within) continue;
    for (const std::string_view thing : split(things.words)) {
      // Also across a capital, as in MwSt.
      if (thing.size() > 3 && letters.find(thing) != std::string::npos) return true;
      if (std::find(words.begin(), words.end(), thing) != words.end()) return true;
    }
  }
  return false;
}

}  // namespace

std::string named_role(std::string_view name) {
  std::string letters;
  for (const std::string& word : words_of(name)) letters += word;
  for (const KnownWords& known : known_words()) {
    if (std::find(known.words.begin(), known.words.end(), letters) != known.words.end())
      return std::string(known.role->role);
  }
  return "";
}

bool names_number(std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  return std::any_of(words.begin(), words.end(),
                     [](const std::string& word) { return lists(kNumbers, word); });
}

double name_score(std::string_view role, std::string_view name) {
  const std::vector<std::string> words = words_of(name);
  std::string letters;
  for (const std::string& word : words) letters += word;
  double best = 0;
  constexpr double kLeastStep = .01, kMostSteps = 14;
  for (const KnownWords& known : known_words()) {
    if (known.role->role != role) continue;
    const auto found = std::find(known.words.begin(), known.words.end(), letters);
    if (found == known.words.end()) continue;
    const auto place = static_cast<double>(found - known.words.begin());
    best = std::max(best, known.role->sureness - kLeastStep * std::min(place, kMostSteps));
  }
  if (best > 0 || is_other_thing(role, words)) return best;
  for (const KnownWords& known : known_words()) {
    if (known.role->role != role) continue;
    for (const std::string_view word : known.words) {
      if (letters.find(word) != std::string::npos)
        best = std::max(best, known.role->sureness * part_score(word, known.role->noun, words));
    }
  }
  return best;
}

}  // namespace footfall
