// English-language names (one table for all regions) and the largest cities of the United States.
// Provenance: data/README.md.
#include "engine/names.h"

namespace footfall {
namespace {

constexpr std::string_view kFemale[] = {
    "Dorothy",  "Bernice",   "Shirley",   "Helen",    "Carol",     "Jeanette", "Judith",
    "Ruth",     "Barbara",   "Virginia",  "Margaret", "Joyce",     "Patricia", "Marilyn",
    "Linda",    "Beverly",   "Susan",     "Doris",    "Donna",     "Norma",    "Nancy",
    "Phyllis",  "Deborah",   "Jean",      "Karen",    "Evelyn",    "Cynthia",  "Sandra",
    "Pamela",   "Sharon",    "Mary",      "Diane",    "Elizabeth", "Julie",    "Lisa",
    "Laura",    "Michelle",  "Teresa",    "Kimberly", "Denise",    "Angela",   "Tammy",
    "Melissa",  "Christine", "Amy",       "Kelly",    "Jennifer",  "Dawn",     "Heather",
    "Tracy",    "Nicole",    "Rebecca",   "Jessica",  "Ashley",    "Sarah",    "Brittany",
    "Amanda",   "Kayla",     "Stephanie", "Taylor",   "Rachel",    "Victoria", "Lauren",
    "Alexis",   "Megan",     "Madison",   "Emily",    "Natalie",   "Samantha", "Juliana",
    "Hannah",   "Abigail",   "Olivia",    "Sophia",   "Grace",     "Allison",  "Chloe",
    "Danielle", "Zoe",       "Erin"};
constexpr std::string_view kMale[] = {
    "Harold",  "Albert",   "Walter",   "Eugene",  "Raymond",     "Ralph",    "Gerald",  "Howard",
    "Roger",   "Clyde",    "Lawrence", "Donald",  "Ronald",      "Fred",     "Kenneth", "Leonard",
    "Gary",    "Norman",   "Dennis",   "Stanley", "Leroy",       "Clarence", "Richard", "Earl",
    "Charles", "Louis",    "Robert",   "Joseph",  "George",      "William",  "Thomas",  "Edward",
    "James",   "Stuart",   "John",     "Gregory", "Mark",        "Timothy",  "Steven",  "Douglas",
    "Paul",    "Patrick",  "Jeffrey",  "Keith",   "Scott",       "Craig",    "Brian",   "Todd",
    "Kevin",   "Chad",     "Eric",     "Shawn",   "Michael",     "Daniel",   "David",   "Nicholas",
    "Jason",   "Jonathan", "Matthew",  "Kyle",    "Christopher", "Aaron",    "Andrew",  "Zachary",
    "Ryan",    "Benjamin", "Joshua",   "Samuel",  "Justin",      "Nathan",   "Brandon", "Austin",
    "Tyler",   "Jordan",   "Ethan",    "Dylan",   "Logan",       "Luke",     "Mason",   "Connor"};
constexpr std::string_view kSurnames[] = {
    "Smith",     "Johnson",   "Williams", "Barrett",   "Jones",     "Miller",    "Davis",
    "Wilson",    "Anderson",  "Bennett",  "Morris",    "Moore",     "Martin",    "Thompson",
    "White",     "Harris",    "Clark",    "Lewis",     "Robinson",  "Walker",    "Young",
    "Alden",     "Kirby",     "Wright",   "Copeland",  "Hill",      "Green",     "Abbott",
    "Nelson",    "Baker",     "Hall",     "Campbell",  "Mitchell",  "Carter",    "Roberts",
    "Phillips",  "Evans",     "Turner",   "Parker",    "Collins",   "Rodriguez", "Garcia",
    "Martinez",  "Hernandez", "Lozano",   "Gonzalez",  "Perez",     "Sanchez",   "Ramirez",
    "Torres",    "Nguyen",    "Flores",   "Rivera",    "Gomez",     "Diaz",      "Reyes",
    "Morales",   "Cruz",      "Ortiz",    "Gutierrez", "Edwards",   "Stanton",   "Rogers",
    "Reed",      "Crane",     "Morgan",   "Bell",      "Murphy",    "Bailey",    "Richardson",
    "Cox",       "Ward",      "Peterson", "Gray",      "Watson",    "Brooks",    "Sanders",
    "Price",     "Weaver",    "Barnes",   "Ross",      "Henderson", "Coleman",   "Jenkins",
    "Pearson",   "Powell",    "Long",     "Patterson", "Hubbard",   "Waters",    "Burton",
    "Simmons",   "Foster",    "Bryant",   "Alexander", "Russell",   "Griffin",   "Haynes",
    "Myers",     "Frost",     "Hamilton", "Graham",    "Sullivan",  "Wallace",   "Woods",
    "Coleridge", "West",      "Owens",    "Rhodes",    "Fisher",    "Ellis",     "Hampton",
    "Gibson",    "Kim",       "Park",     "Chen",      "Patel"};

// Census 2020, rounded.
constexpr CityRow kCities[] = {
    {"New York", "New York", 8804},
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
    {"Nashville", "Tennessee", 690},
    {"Washington", "District of Columbia", 690},
    {"Oklahoma City", "Oklahoma", 681},
    {"El Paso", "Texas", 679},
    {"Boston", "Massachusetts", 676},
    {"Portland", "Oregon", 653},
    {"Las Vegas", "Nevada", 642},
    {"Detroit", "Michigan", 639},
    {"Memphis", "Tennessee", 633},
    {"Louisville", "Kentucky", 633},
    {"Baltimore", "Maryland", 586},
    {"Milwaukee", "Wisconsin", 577},
    {"Albuquerque", "New Mexico", 565},
    {"Tucson", "Arizona", 543},
    {"Fresno", "California", 542},
    {"Sacramento", "California", 525},
    {"Kansas City", "Missouri", 508},
    {"Atlanta", "Georgia", 499},
    {"Omaha", "Nebraska", 486},
    {"Raleigh", "North Carolina", 468},
    {"Miami", "Florida", 442},
    {"Minneapolis", "Minnesota", 430},
    {"Tampa", "Florida", 385},
    {"New Orleans", "Louisiana", 384},
    {"Cleveland", "Ohio", 373},
    {"Honolulu", "Hawaii", 351},
    {"Cincinnati", "Ohio", 309},
};

constexpr NameTable kEverywhere = {kFemale, kMale, kSurnames};
constexpr NameLocale kWestern = {{kEverywhere, kEverywhere, kEverywhere, kEverywhere}, {}, kCities};

}  // namespace

const NameLocale& western_names() { return kWestern; }

}  // namespace footfall
