// English-language names (one table for all regions) and the largest cities of the United States.
// Provenance: data/README.md.
#include "engine/names.h"

namespace footfall {
namespace {

constexpr std::string_view kFemale[] = {
    "Dorothy",   "Shirley", "Carol",    "Judith",   "Barbara", "Margaret",  "Patricia", "Linda",
    "Susan",     "Donna",   "Nancy",    "Deborah",  "Karen",   "Cynthia",   "Pamela",   "Mary",
    "Elizabeth", "Lisa",    "Michelle", "Kimberly", "Angela",  "Melissa",   "Amy",      "Jennifer",
    "Heather",   "Nicole",  "Jessica",  "Sarah",    "Amanda",  "Stephanie", "Rachel",   "Lauren",
    "Megan",     "Emily",   "Samantha", "Hannah",   "Olivia",  "Grace",     "Chloe",    "Zoe"};
constexpr std::string_view kMale[] = {
    "Harold", "Walter", "Raymond", "Gerald",  "Roger",   "Lawrence", "Ronald",      "Kenneth",
    "Gary",   "Dennis", "Larry",   "Richard", "Charles", "Robert",   "George",      "Thomas",
    "James",  "John",   "Mark",    "Steven",  "Paul",    "Jeffrey",  "Scott",       "Brian",
    "Kevin",  "Eric",   "Michael", "David",   "Jason",   "Matthew",  "Christopher", "Andrew",
    "Ryan",   "Joshua", "Justin",  "Brandon", "Tyler",   "Ethan",    "Logan",       "Mason"};
constexpr std::string_view kSurnames[] = {
    "Smith",    "Johnson", "Williams", "Brown",    "Jones",  "Miller",   "Davis",  "Wilson",
    "Anderson", "Bennett", "Morris",   "Moore",    "Martin", "Thompson", "White",  "Harris",
    "Clark",    "Lewis",   "Robinson", "Walker",   "Young",  "Allen",    "King",   "Wright",
    "Cooper",   "Hill",    "Green",    "Adams",    "Nelson", "Baker",    "Hall",   "Campbell",
    "Mitchell", "Carter",  "Roberts",  "Phillips", "Evans",  "Turner",   "Parker", "Collins"};

// Census 2020, rounded.
constexpr CityRow kCities[] = {{"New York", "New York", 8804},
                               {"Los Angeles", "California", 3899},
                               {"Chicago", "Illinois", 2746},
                               {"Houston", "Texas", 2305},
                               {"Phoenix", "Arizona", 1608},
                               {"Philadelphia", "Pennsylvania", 1604},
                               {"San Antonio", "Texas", 1435},
                               {"San Diego", "California", 1387},
                               {"Dallas", "Texas", 1304},
                               {"San Jose", "California", 1013},
                               {"Austin", "Texas", 962},
                               {"Jacksonville", "Florida", 950},
                               {"Fort Worth", "Texas", 919},
                               {"Columbus", "Ohio", 906},
                               {"Indianapolis", "Indiana", 888},
                               {"Charlotte", "North Carolina", 875},
                               {"San Francisco", "California", 874},
                               {"Seattle", "Washington", 737},
                               {"Denver", "Colorado", 716},
                               {"Boston", "Massachusetts", 676}};

constexpr NameTable kEverywhere = {kFemale, kMale, kSurnames};
constexpr NameLocale kWestern = {{kEverywhere, kEverywhere, kEverywhere, kEverywhere}, {}, kCities};

}  // namespace

const NameLocale& western_names() { return kWestern; }

}  // namespace footfall
