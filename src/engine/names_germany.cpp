// German names (given names of the whole country, surnames by region), states and cities.
// Provenance: data/README.md.
#include "engine/names.h"

namespace footfall {
namespace {

constexpr std::string_view kFemale[] = {
    "Gerda",  "Ingeborg", "Helga",   "Ursula",  "Christa",  "Ingrid",    "Renate",  "Karin",
    "Monika", "Brigitte", "Gisela",  "Elke",    "Angelika", "Gabriele",  "Petra",   "Birgit",
    "Sabine", "Martina",  "Andrea",  "Susanne", "Claudia",  "Heike",     "Anja",    "Stefanie",
    "Nicole", "Katrin",   "Melanie", "Sandra",  "Julia",    "Christina", "Anna",    "Katharina",
    "Sarah",  "Lisa",     "Laura",   "Lena",    "Hannah",   "Marie",     "Johanna", "Leonie"};
constexpr std::string_view kMale[] = {
    "Horst",   "Günter",    "Heinz",    "Werner",     "Manfred",   "Klaus",   "Dieter", "Jürgen",
    "Rolf",    "Wolfgang",  "Hans",     "Bernd",      "Rainer",    "Gerhard", "Uwe",    "Norbert",
    "Ralf",    "Frank",     "Jörg",     "Michael",    "Thomas",    "Andreas", "Stefan", "Torsten",
    "Markus",  "Christian", "Matthias", "Alexander",  "Sebastian", "Daniel",  "Tobias", "Florian",
    "Philipp", "Jan",       "Felix",    "Maximilian", "Lukas",     "Jonas",   "Niklas", "Paul"};

constexpr std::string_view kNorthSurnames[] = {
    "Hansen",  "Petersen", "Jansen",   "Janssen",  "Christiansen", "Jensen",   "Lorenzen",
    "Thomsen", "Andresen", "Carstens", "Claussen", "Detlefsen",    "Harms",    "Behrens",
    "Ahrens",  "Lüders",   "Martens",  "Meyer",    "Müller",       "Schröder", "Schmidt",
    "Schulz",  "Möller",   "Peters",   "Paulsen",  "Brandt",       "Bruns",    "Cordes",
    "Evers",   "Gerdes",   "Heitmann", "Kröger",   "Lührs",        "Mohr",     "Oltmanns",
    "Reimers", "Stahmer",  "Tietjen",  "Voss",     "Wulff"};
constexpr std::string_view kSouthSurnames[] = {
    "Huber",   "Maier",  "Mayer",  "Bauer",   "Wagner",  "Müller",  "Schmid",    "Fischer",
    "Weber",   "Gruber", "Wimmer", "Eder",    "Hofmann", "Lechner", "Moser",     "Brunner",
    "Pichler", "Reiter", "Aigner", "Haas",    "Schwarz", "Winkler", "Obermeier", "Niedermeier",
    "Stadler", "Hofer",  "Egger",  "Häberle", "Schäfer", "Frey",    "Keller",    "Vogt",
    "Kaiser",  "Beck",   "Binder", "Kurz",    "Walter",  "Ziegler", "Seitz",     "Zimmermann"};
constexpr std::string_view kWestSurnames[] = {
    "Schmitz",   "Müller",   "Becker",    "Hoffmann", "Klein",      "Krämer",   "Kremer",
    "Schneider", "Peters",   "Esser",     "Heinen",   "Hermanns",   "Jacobs",   "Küppers",
    "Lenzen",    "Nolte",    "Brinkmann", "Schulte",  "Westermann", "Niemeyer", "Krause",
    "Kaminski",  "Kowalski", "Nowak",     "Wolff",    "Engels",     "Dahmen",   "Weiler",
    "Schäfer",   "Fuchs",    "Simon",     "Thelen",   "Wirtz",      "Kruse",    "Hesse",
    "Lang",      "Rath",     "Sommer",    "Breuer",   "Ostermann"};
constexpr std::string_view kEastSurnames[] = {
    "Schulze",    "Lehmann",  "Krause",  "Richter", "Lange",    "Krüger",      "Neumann",
    "Zimmermann", "Hartmann", "Mehnert", "Köhler",  "Franke",   "Schubert",    "Noack",
    "Günther",    "Böhme",    "Voigt",   "Kühn",    "Böttcher", "Arnold",      "Seidel",
    "Heinrich",   "Haase",    "Hempel",  "Jahn",    "Pohl",     "Kretzschmar", "Kunze",
    "Lindner",    "Lorenz",   "Naumann", "Otto",    "Pietsch",  "Thiele",      "Ulbrich",
    "Vogel",      "Winter",   "Wolf",    "Zeidler", "Fiedler"};

constexpr StateRegion kStates[] = {{"Schleswig-Holstein", Region::kNorth},
                                   {"Hamburg", Region::kNorth},
                                   {"Bremen", Region::kNorth},
                                   {"Niedersachsen", Region::kNorth},
                                   {"Nordrhein-Westfalen", Region::kWest},
                                   {"Hessen", Region::kWest},
                                   {"Rheinland-Pfalz", Region::kWest},
                                   {"Saarland", Region::kWest},
                                   {"Baden-Württemberg", Region::kSouth},
                                   {"Bayern", Region::kSouth},
                                   {"Berlin", Region::kEast},
                                   {"Brandenburg", Region::kEast},
                                   {"Sachsen", Region::kEast},
                                   {"Sachsen-Anhalt", Region::kEast},
                                   {"Thüringen", Region::kEast},
                                   {"Mecklenburg-Vorpommern", Region::kEast}};

// Inhabitants at the end of 2022, rounded.
constexpr CityRow kCities[] = {{"Berlin", "Berlin", 3755},
                               {"Hamburg", "Hamburg", 1892},
                               {"München", "Bayern", 1512},
                               {"Köln", "Nordrhein-Westfalen", 1085},
                               {"Frankfurt am Main", "Hessen", 773},
                               {"Stuttgart", "Baden-Württemberg", 633},
                               {"Düsseldorf", "Nordrhein-Westfalen", 629},
                               {"Leipzig", "Sachsen", 616},
                               {"Dortmund", "Nordrhein-Westfalen", 593},
                               {"Essen", "Nordrhein-Westfalen", 585},
                               {"Bremen", "Bremen", 569},
                               {"Dresden", "Sachsen", 563},
                               {"Hannover", "Niedersachsen", 545},
                               {"Nürnberg", "Bayern", 523},
                               {"Mannheim", "Baden-Württemberg", 315},
                               {"Münster", "Nordrhein-Westfalen", 320},
                               {"Kiel", "Schleswig-Holstein", 247},
                               {"Magdeburg", "Sachsen-Anhalt", 240},
                               {"Mainz", "Rheinland-Pfalz", 220},
                               {"Erfurt", "Thüringen", 215},
                               {"Rostock", "Mecklenburg-Vorpommern", 210},
                               {"Saarbrücken", "Saarland", 182}};

constexpr NameLocale kGermany = {
    {NameTable{kFemale, kMale, kNorthSurnames}, NameTable{kFemale, kMale, kSouthSurnames},
     NameTable{kFemale, kMale, kWestSurnames}, NameTable{kFemale, kMale, kEastSurnames}},
    kStates,
    kCities};

}  // namespace

const NameLocale& germany_names() { return kGermany; }

}  // namespace footfall
