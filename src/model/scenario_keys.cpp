#include "model/scenario_keys.h"

namespace footfall {

namespace {

using enum KeyKind;

using View = std::string_view;
using Keys = std::span<const Key>;

constexpr double kAllDays = double{kLastDay} + 1;
constexpr View kNone = {}, kFlat = "[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]";

struct Limits {
  double low = 0, high = 0;
};

// One maker a kind; `unset` is the default and `sample` an example, both as JSON.
constexpr Key limited(View name, KeyKind kind, Limits limits, View unset, View sample, View doc) {
  return {.name = name,
          .kind = kind,
          .doc = doc,
          .fallback = unset,
          .example = sample,
          .low = limits.low,
          .high = limits.high};
}
constexpr Key text(View name, View unset, View sample, View doc) {
  return limited(name, kText, {}, unset, sample, doc);
}
constexpr Key word(View name, std::span<const View> words, View unset, View sample, View doc) {
  Key key = limited(name, kWord, {}, unset, sample, doc);
  key.words = words;
  return key;
}
constexpr Key currency(View name, View unset, View sample, View doc) {
  return limited(name, kCurrency, {}, unset, sample, doc);
}
constexpr Key number(View name, Limits limits, View unset, View sample, View doc) {
  return limited(name, kNumber, limits, unset, sample, doc);
}
constexpr Key whole(View name, Limits limits, View unset, View sample, View doc) {
  return limited(name, kWhole, limits, unset, sample, doc);
}
constexpr Key seed(View name, View unset, View sample, View doc) {
  return limited(name, kSeed, {}, unset, sample, doc);
}
constexpr Key date(View name, View unset, View sample, View doc) {
  return limited(name, kDate, {}, unset, sample, doc);
}
constexpr Key time_slot(View name, View doc) { return limited(name, kTime, {}, kNone, kNone, doc); }
constexpr Key range(View name, Limits limits, View unset, View sample, View doc) {
  return limited(name, kRange, limits, unset, sample, doc);
}
constexpr Key whole_range(View name, Limits limits, View unset, View sample, View doc) {
  return limited(name, kWholeRange, limits, unset, sample, doc);
}
constexpr Key months(View name, View sample, View doc) {
  return limited(name, kMonths, {0, kMaxMultiplier}, kFlat, sample, doc);
}
constexpr Key mix(View name, View sample, View doc) {
  return limited(name, kMix, {1, kMaxMix}, kNone, sample, doc);
}
constexpr Key mapping(View name, Keys keys, View sample, View doc) {
  Key key = limited(name, kMapping, {}, kNone, sample, doc);
  key.keys = keys;
  return key;
}
constexpr Key list(View name, Keys item, Limits count, View unset, View sample, View doc) {
  Key key = limited(name, kList, count, unset, sample, doc);
  key.keys = item;
  return key;
}
constexpr Key named(View name, Keys value, Limits count, View sample, View doc) {
  Key key = limited(name, kNamed, count, kNone, sample, doc);
  key.keys = value;
  return key;
}
constexpr Key required(Key key, View instead = {}) {
  key.required = true;
  key.instead = instead;
  return key;
}
constexpr Key same_as(View other, Key key) {
  key.same_as = other;
  return key;
}
constexpr Key by_name(Key key, std::span<const View> words = {}) {
  key.by_name = true;
  key.words = words;
  return key;
}

constexpr Key kDateItem[] = {date("date", kNone, kNone, "A day.")};
constexpr Key kDaysItem[] = {limited("date", kDays, {1, kMaxFestivalSpan}, kNone, kNone,
                                     "A day, or the first and the last of several.")};

constexpr Key kSimulation[] = {
    date("start_date", "\"2024-01-01\"", "\"2024-10-01\"",
         "The first day. Ages and loyalty_since of customers refer to it."),
    whole("days", {1, kAllDays}, "30", "365",
          "How many days are simulated. More days leave the earlier ones as they are."),
    whole("customers_per_persona", {1, kMaxCustomersPerPersona}, "1000", "20000",
          "Customers of each persona, before its weight. More leave the first ones as they are."),
    seed("seed", "42", "7",
         "Chooses the draws: the same seed gives the same rows on every machine."),
    same_as("days", whole("default_days", {1, kAllDays}, kNone, "30",
                          "The original program's word for days.")),
    same_as("seed", seed("random_seed", kNone, "42", "The original program's word for seed.")),
};

constexpr Key kVisitMultiplier[] = {
    number("festival", {0, kMaxMultiplier}, "1.5", "1.8", "On the days of a festival's window."),
    number("weekend", {0, kMaxMultiplier}, "1.2", "1.4", "On the weekend days of the calendar."),
    number("weekday", {0, kMaxMultiplier}, "1.0", "0.9", "On all other days of the week."),
    number("cap", {0, 1}, "0.95", "0.9",
           "No customer visits with a higher probability than this on any day."),
};

constexpr Key kItemMultiplier[] = {
    number("festival", {0, kMaxMultiplier}, "1.0", "1.2", "On festival days: fuller baskets."),
    number("weekend", {0, kMaxMultiplier}, "1.0", "1.15",
           "On weekend days; multiplies with the festival's."),
    number("cap", {0, 1}, "0.95", "0.98",
           "Multipliers lift no probability above this; one that is higher by itself stays."),
};

constexpr Key weekday(View name) {
  return number(name, {0, kMaxMultiplier}, "1.0", "0.8", "On this day of the week.");
}
constexpr Key kWeekdayMultiplier[] = {
    weekday("monday"), weekday("tuesday"),  weekday("wednesday"), weekday("thursday"),
    weekday("friday"), weekday("saturday"), weekday("sunday"),
};

constexpr Key kQuantityMultiplier[] = {
    number("festival", {1, kMaxMultiplier}, "1.0", "1.3",
           "On festival days; fractions are rounded up or down at random, so the mean is exact."),
};

constexpr Key kPriceMultiplier[] = {
    range("festival", {0.01, kMaxMultiplier}, "[1.05, 1.15]", "[0.9, 1.0]",
          "On festival days every line's price is multiplied by a number drawn from this range."),
};

constexpr Key kFrequencyProbability[] = {
    number("daily", {0, 1}, "0.8155", "0.9",
           "The chance of a visit on an ordinary weekday of a daily shopper."),
    number("alternate", {0, 1}, "0.4775", "0.5", "The same of one who comes every other day."),
    number("weekly", {0, 1}, "0.209", "0.15", "The same of a weekly shopper."),
    number("monthly", {0, 1}, "0.1003", "0.04", "The same of a monthly shopper."),
};

constexpr Key kMarket[] = {
    mapping("visit_multiplier", kVisitMultiplier, "{\"festival\": 1.5, \"weekend\": 1.2}",
            "Multiplies every customer's chance of a visit."),
    mapping("item_multiplier", kItemMultiplier, "{\"festival\": 1.2, \"weekend\": 1.153}",
            "Multiplies the probability of every category once a customer is in the shop."),
    mapping("quantity_multiplier", kQuantityMultiplier, "{\"festival\": 1.165}",
            "Multiplies the units of every line."),
    mapping("price_multiplier", kPriceMultiplier, "{\"festival\": [1.05, 1.15]}",
            "Multiplies the price of every line."),
    whole("festival_window_days", {0, 180}, "2", "3",
          "A festival lasts from so many days before its date to so many after."),
    months("season_multiplier", "{\"jul\": 0.9, \"dec\": 1.2}",
           "Multiplies the chance of a visit by month; months that are not named keep 1."),
    mapping("weekday_multiplier", kWeekdayMultiplier, "{\"monday\": 0.8, \"friday\": 1.2}",
            "Multiplies the chance of a visit by the day of the week, beside visit_multiplier; 0 "
            "is closed."),
    mapping("frequency_probability", kFrequencyProbability, "{\"weekly\": 0.2}",
            "What a persona's frequency means: the chance of a visit on an ordinary weekday."),
};

constexpr Key kFestival[] = {
    required(text("name", kNone, "\"Shop Anniversary\"",
                  "Stands in the festival column of transactions.")),
    required(list("dates", kDaysItem, {1, kMaxFestivalDates}, kNone,
                  "[\"2024-01-20\", \"2025-01-06..2025-01-12\"]",
                  "The festival's dates, one for each year or as many as you like; FIRST..LAST "
                  "stands for every day from the first to the last.")),
    whole("window_days", {0, 180}, kNone, "0",
          "It lasts from so many days before a date to so many after, in place of "
          "market.festival_window_days."),
};
constexpr std::string_view kFestivalNames[] = {"Makar Sankranti",  "Holi",     "Raksha Bandhan",
                                               "Ganesh Chaturthi", "Dussehra", "Diwali",
                                               "Christmas"};
constexpr Key kFestivalItem[] = {
    by_name(mapping("festival", kFestival, "{\"name\": \"Noel\", \"dates\": [\"2024-12-25\"]}",
                    "A name of the shipped table, or a name and dates."),
            kFestivalNames)};

constexpr Key kWeekdayItem[] = {word("weekday", kWeekdays, kNone, kNone, "A day of the week.")};

constexpr Key kCalendar[] = {
    list("weekend", kWeekdayItem, {0, 7}, "[\"saturday\", \"sunday\"]",
         "[\"friday\", \"saturday\"]",
         "The days with the weekend's multipliers; an empty list means none."),
    list("closed_weekdays", kWeekdayItem, {0, 7}, "[]", "[\"sunday\"]",
         "Days of the week on which the shop is closed: nobody visits."),
    list("closed_dates", kDaysItem, {0, kMaxFestivalDates}, "[]",
         "[\"2024-12-25\", \"2024-12-31..2025-01-01\"]",
         "Dates on which the shop is closed, also within a festival; FIRST..LAST stands for every "
         "day from the first to the last."),
    list("festivals", kFestivalItem, {0, kMaxFestivals},
         "[\"Makar Sankranti\", \"Holi\", \"Raksha Bandhan\", \"Ganesh Chaturthi\", "
         "\"Dussehra\", \"Diwali\", \"Christmas\"]",
         "[\"Diwali\", {\"name\": \"Shop Anniversary\", \"dates\": [\"2024-01-20\"]}]",
         "The festivals: names that ship with dates for 2015 to 2035, or a name with dates. Where "
         "windows overlap, the nearer date counts. Without this key there are all seven."),
};

constexpr Key kLocale[] = {
    currency("currency", "\"INR\"", "\"EUR\"",
             "The money of summaries and reports. It brings its symbol, decimals and groups of "
             "digits: ₹12,34,567, €1,234,567, ¥1,234,567, CHF 1,234,567."),
    text("symbol", kNone, "\"Fr.\"",
         "Stands before amounts in summaries and reports. The default is the currency's, or its "
         "code where it has none."),
    word("names", kNameLocales, "\"india\"", "\"germany\"",
         "Whose names and cities customers have; western is the United States; india also means "
         "e-mail in example.in. Other countries: give cities to the personas."),
};

constexpr Key kDemographics[] = {
    whole_range(
        "age_range", {0, kMaxAge}, "[18, 80]", "[25, 40]",
        "Youngest and oldest on the first day; ages around the middle are the most frequent."),
    range("income_range", {0, kMaxIncome}, "[20000, 100000]", "[30000, 70000]",
          "Lowest and highest income a month; lower incomes are the more frequent."),
    mix("location_type", "\"urban\"",
        "Fills the column of this name; each customer has one of the words, by their weights."),
    mix("education", "{\"graduate\": 3, \"postgraduate\": 1}",
        "The same; a word that tells of an age (student, postgraduate) goes to those of it."),
    mix("family_status", "[\"single\", \"married\"]", "The same; nobody young is retired."),
};

constexpr Key kCity[] = {
    required(text("name", kNone, "\"Kochi\"", "The city.")),
    text("state", kNone, "\"Kerala\"",
         "Its state, which also chooses the region of names. A city of the locale's own table "
         "brings its state along."),
    number("weight", {0, 1e9}, "1", "3",
           "How many customers live there, relative to the other cities."),
};
constexpr Key kCityItem[] = {
    by_name(mapping("city", kCity, kNone, "A city's name, or name, state and weight."))};

constexpr Key kCategory[] = {
    required(number("probability", {0, 1}, kNone, "0.8",
                    "The chance that a basket holds the category, before multipliers.")),
    required(whole_range("quantity", {1, kMaxQuantity}, kNone, "[1, 3]",
                         "Fewest and most units of a line, all equally likely.")),
    required(range("price_range", {0.01, kMaxLinePaise / 100.0}, kNone, "[40, 160]",
                   "Lowest and highest price of a unit, every cent between equally likely.")),
    months("season_multiplier", "{\"apr\": 2, \"may\": 2.5}",
           "Multiplies the category's probability by month; months that are not named keep 1."),
};
constexpr Key kCategoryItem[] = {mapping(
    "category", kCategory, kNone, "One category, named as in the category column of items.")};
constexpr Key kTimeItem[] = {time_slot("time", "A time like \"14:00-16:00\" or \"2pm-4pm\".")};

constexpr Key kPersona[] = {
    required(
        text("name", kNone, "\"Family Shopper\"",
             "The persona's name. It also keys its draws: a new name means new customers, a new "
             "position in the file does not.")),
    whole("id", {1, kMaxPersonas}, kNone, "7",
          "The leading digits of its customers' identifiers. The default is its position."),
    number("weight", {0, kMaxCustomersPerPersona}, "1", "0.5",
           "It has customers_per_persona times this many customers."),
    required(
        word("frequency", kFrequencies, kNone, "\"weekly\"",
             "How often its customers come; market.frequency_probability says what that means."),
        "visit_probability"),
    number("visit_probability", {0, 1}, kNone, "0.25",
           "The chance of a visit on an ordinary weekday, in place of its frequency's."),
    required(list("preferred_time", kTimeItem, {1, 24}, kNone, "[\"09:00-11:00\", \"5pm-7pm\"]",
                  "When its customers shop: every second of these times is equally likely.")),
    mapping("demographics", kDemographics,
            "{\"age_range\": [25, 40], \"location_type\": \"urban\"}", "Who its customers are."),
    list("cities", kCityItem, {1, kMaxCities}, kNone,
         "[\"Pune\", {\"name\": \"Kochi\", \"state\": \"Kerala\", \"weight\": 3}]",
         "Where its customers live. The default is the locale's cities by inhabitants."),
    required(named(
        "basket_profile", kCategoryItem, {1, kMaxCategories},
        "{\"fruit\": {\"probability\": 0.8, \"quantity\": [1, 3], "
        "\"price_range\": [40, 160]}}",
        "What its customers buy: category names with probability, quantity and prices. A basket "
        "that would stay empty gets one category, in proportion to the probabilities.")),
};
constexpr Key kPersonaItem[] = {mapping("persona", kPersona, kNone, "One kind of shopper.")};

constexpr Key kSeasonalMultipliers[] = {
    number("festival", {0, kMaxMultiplier}, "1.5", "1.5", "market.visit_multiplier.festival."),
    number("weekend", {0, kMaxMultiplier}, "1.2", "1.2", "market.visit_multiplier.weekend."),
    number("weekday", {0, kMaxMultiplier}, "1.0", "1.0", "market.visit_multiplier.weekday."),
};
constexpr Key kPriceVariations[] = {
    range("festival_markup", {0.01, kMaxMultiplier}, "[1.05, 1.15]", "[1.05, 1.15]",
          "market.price_multiplier.festival."),
    range("discount_range", {0, kMaxMultiplier}, kNone, "[0.9, 1.1]",
          "Has no effect, as in the original program; a warning says so."),
};
constexpr Key kMarketConfig[] = {
    list("festival_dates", kDateItem, {0, kMaxFestivals}, kNone, "[\"2024-01-15\", \"2024-03-25\"]",
         "Dates in place of calendar.festivals; those of the shipped table get its names."),
    mapping("seasonal_multipliers", kSeasonalMultipliers,
            "{\"festival\": 1.5, \"weekend\": 1.2, \"weekday\": 1.0}", "Visit multipliers."),
    mapping("price_variations", kPriceVariations, "{\"festival_markup\": [1.05, 1.15]}",
            "Price multipliers."),
};

constexpr Key kScenario[] = {
    text("name", kNone, "\"India retail\"", "A title for the world; no row holds it."),
    mapping("simulation", kSimulation,
            "{\"start_date\": \"2024-01-01\", \"days\": 30, \"customers_per_persona\": 1000}",
            "The period, the number of customers and the seed. Flags of simulate override them."),
    mapping("market", kMarket,
            "{\"visit_multiplier\": {\"festival\": 1.5}, \"festival_window_days\": 2}",
            "What festivals, weekends and seasons do to visits, baskets and prices."),
    mapping("frequency_probability", kFrequencyProbability, "{\"weekly\": 0.2}",
            "The same as market.frequency_probability."),
    mapping("calendar", kCalendar,
            "{\"weekend\": [\"friday\", \"saturday\"], \"festivals\": [\"Diwali\"]}",
            "Which days are weekends and festivals."),
    mapping("locale", kLocale, "{\"currency\": \"EUR\", \"names\": \"germany\"}",
            "The currency, and whose names customers have."),
    required(
        list("personas", kPersonaItem, {1, kMaxPersonas}, kNone, kNone, "The kinds of shoppers.")),
    mapping("market_config", kMarketConfig, "{\"seasonal_multipliers\": {\"festival\": 1.5}}",
            "The original program's market block, in place of market and calendar.festivals."),
};

constexpr Key kFile = mapping("scenario", kScenario, kNone, "A world for footfall to simulate.");

}  // namespace

const Key& scenario_key() { return kFile; }

}  // namespace footfall
