// German names (given names of the whole country, surnames by region), states and cities.
// Provenance: data/README.md.
#include "engine/names.h"

namespace footfall {
namespace {

constexpr std::string_view kFemale[] = {
    "Gerda",   "Ilse",    "Ingeborg",  "Hildegard", "Helga",     "Waltraud",  "Ursula",
    "Edith",   "Christa", "Elfriede",  "Ingrid",    "Rosemarie", "Renate",    "Marianne",
    "Karin",   "Erika",   "Monika",    "Margarete", "Brigitte",  "Edeltraud", "Gisela",
    "Irmgard", "Elke",    "Hannelore", "Angelika",  "Anneliese", "Gabriele",  "Barbara",
    "Petra",   "Doris",   "Birgit",    "Jutta",     "Sabine",    "Marion",    "Martina",
    "Regina",  "Andrea",  "Silke",     "Susanne",   "Ute",       "Claudia",   "Kerstin",
    "Heike",   "Anke",    "Anja",      "Tanja",     "Stefanie",  "Simone",    "Nicole",
    "Daniela", "Katrin",  "Bettina",   "Melanie",   "Nina",      "Sandra",    "Jana",
    "Julia",   "Vanessa", "Christina", "Jessica",   "Anna",      "Franziska", "Katharina",
    "Theresa", "Sarah",   "Carolin",   "Lisa",      "Pia",       "Laura",     "Sophie",
    "Lena",    "Clara",   "Hannah",    "Emma",      "Marie",     "Antonia",   "Johanna",
    "Luisa",   "Leonie",  "Miriam"};
constexpr std::string_view kMale[] = {
    "Horst",      "Heribert",  "Günter",  "Siegfried", "Heinz",    "Erwin",     "Werner",
    "Karl",       "Manfred",   "Herbert", "Klaus",     "Egon",     "Dieter",    "Lothar",
    "Jürgen",     "Ernst",     "Rolf",    "Fritz",     "Wolfgang", "Rudolf",    "Hans",
    "Wilfried",   "Bernd",     "Hermann", "Rainer",    "Konrad",   "Gottfried", "Peter",
    "Uwe",        "Joachim",   "Norbert", "Volker",    "Ralf",     "Detlef",    "Frank",
    "Holger",     "Jörg",      "Dirk",    "Michael",   "Olaf",     "Guido",     "Carsten",
    "Andreas",    "Sven",      "Stefan",  "Oliver",    "Torsten",  "Marco",     "Markus",
    "Ingo",       "Christian", "Heiko",   "Matthias",  "Patrick",  "Alexander", "Marcel",
    "Sebastian",  "Dennis",    "Daniel",  "Kevin",     "Tobias",   "Benjamin",  "Florian",
    "Simon",      "Philipp",   "David",   "Jan",       "Tim",      "Felix",     "Moritz",
    "Maximilian", "Leon",      "Lukas",   "Julian",    "Jonas",    "Fabian",    "Niklas",
    "Jannik",     "Paul",      "Erik"};

constexpr std::string_view kNorthSurnames[] = {
    "Hansen",    "Feddersen", "Jansen",   "Janssen",  "Christiansen", "Jensen",     "Lorenzen",
    "Thomsen",   "Andresen",  "Carstens", "Claussen", "Detlefsen",    "Harms",      "Behrens",
    "Ahrens",    "Lüders",    "Martens",  "Meyer",    "Müller",       "Schröder",   "Schmidt",
    "Schulz",    "Möller",    "Peters",   "Paulsen",  "Brandt",       "Bruns",      "Cordes",
    "Evers",     "Gerdes",    "Heitmann", "Kröger",   "Lührs",        "Mohr",       "Oltmanns",
    "Reimers",   "Stahmer",   "Tietjen",  "Voss",     "Wulfert",      "Schwarz",    "Fischer",
    "Krohn",     "Iversen",   "Boysen",   "Nissen",   "Friedrichsen", "Matthiesen", "Johannsen",
    "Brodersen", "Stolten",   "Wiese",    "Dierks",   "Eggers",       "Lohmann",    "Meinecke",
    "Bartels",   "Hinrichs",  "Freese",   "Köster",   "Ehlers",       "Rohde",      "Timm",
    "Wilken"};
constexpr std::string_view kSouthSurnames[] = {
    "Huber",    "Maier",     "Mayer",       "Bauer",   "Wagner",     "Müller",  "Schmid",
    "Fischer",  "Weber",     "Gruber",      "Wimmer",  "Eder",       "Hofmann", "Lechner",
    "Moser",    "Brunner",   "Pichler",     "Reiter",  "Aigner",     "Haas",    "Schwarz",
    "Winkler",  "Obermeier", "Niedermeier", "Stadler", "Hofer",      "Egger",   "Häberle",
    "Schäfer",  "Frey",      "Keller",      "Vogt",    "Kaiser",     "Beck",    "Binder",
    "Kurz",     "Walter",    "Ziegler",     "Seitz",   "Zimmermann", "Bader",   "Kreuzer",
    "Schuster", "Lang",      "Hahn",        "Seidl",   "Bergmann",   "Kellner", "Burger",
    "Vogel",    "Baumann",   "Ritter",      "Zeller",  "Kaufmann",   "Haller",  "Auer",
    "Pfeiffer", "Straub",    "Bühler",      "Maurer",  "Gebhardt",   "Bosch",   "Ott",
    "Strobel"};
constexpr std::string_view kWestSurnames[] = {
    "Schmitz",   "Müller",    "Becker",     "Hoffmann",  "Klein",      "Krämer",   "Kremer",
    "Schneider", "Peters",    "Esser",      "Heinen",    "Hermanns",   "Jacobs",   "Küppers",
    "Lenzen",    "Nolte",     "Brinkmann",  "Schulte",   "Westermann", "Niemeyer", "Krause",
    "Kaminski",  "Kowalski",  "Nowak",      "Wolff",     "Engels",     "Dahmen",   "Weiler",
    "Schäfer",   "Fuchs",     "Thelen",     "Wirtz",     "Kruse",      "Hesse",    "Lang",
    "Rath",      "Sommer",    "Breuer",     "Ostermann", "Lehnen",     "Meurer",   "Jansen",
    "Kirsch",    "Koch",      "Berger",     "Faber",     "Adams",      "Hermes",   "Feldmann",
    "Kemper",    "Grothe",    "Middendorf", "Schürmann", "Reuter",     "Wagner",   "Pauly",
    "Hammes",    "Schlösser", "Linden",     "Esch",      "Bauer",      "Decker"};
constexpr std::string_view kEastSurnames[] = {
    "Schulze",    "Lehmann",  "Krause",  "Richter", "Lange",    "Krüger",      "Neumann",
    "Zimmermann", "Hartmann", "Mehnert", "Köhler",  "Franke",   "Schubert",    "Noack",
    "Günther",    "Böhme",    "Voigt",   "Kühn",    "Böttcher", "Arnold",      "Seidel",
    "Heinrich",   "Haase",    "Hempel",  "Jahn",    "Pohl",     "Kretzschmar", "Kunze",
    "Lindner",    "Lorenz",   "Naumann", "Otto",    "Pietsch",  "Thiele",      "Ulbrich",
    "Vogel",      "Winter",   "Wolf",    "Zeidler", "Fiedler",  "Schneider",   "Schumann",
    "Fritzsche",  "Weise",    "Hofmann", "Beyer",   "Schäfer",  "Herrmann",    "Kaiser",
    "Nitsche",    "Schröter", "Ullrich", "Wendt",   "Ziegler",  "Barth",       "Riedel",
    "Dietrich",   "Müller",   "Meier",   "Schmidt", "Fischer",  "Weber",       "Großmann"};

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
constexpr CityRow kCities[] = {
    {"Berlin", "Berlin", 3755},
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
    {"Duisburg", "Nordrhein-Westfalen", 503},
    {"Bochum", "Nordrhein-Westfalen", 365},
    {"Wuppertal", "Nordrhein-Westfalen", 358},
    {"Bielefeld", "Nordrhein-Westfalen", 338},
    {"Bonn", "Nordrhein-Westfalen", 336},
    {"Münster", "Nordrhein-Westfalen", 320},
    {"Mannheim", "Baden-Württemberg", 315},
    {"Karlsruhe", "Baden-Württemberg", 309},
    {"Augsburg", "Bayern", 302},
    {"Wiesbaden", "Hessen", 283},
    {"Mönchengladbach", "Nordrhein-Westfalen", 269},
    {"Gelsenkirchen", "Nordrhein-Westfalen", 263},
    {"Aachen", "Nordrhein-Westfalen", 252},
    {"Braunschweig", "Niedersachsen", 251},
    {"Chemnitz", "Sachsen", 249},
    {"Kiel", "Schleswig-Holstein", 247},
    {"Halle (Saale)", "Sachsen-Anhalt", 242},
    {"Magdeburg", "Sachsen-Anhalt", 240},
    {"Freiburg im Breisgau", "Baden-Württemberg", 237},
    {"Mainz", "Rheinland-Pfalz", 220},
    {"Lübeck", "Schleswig-Holstein", 219},
    {"Erfurt", "Thüringen", 215},
    {"Rostock", "Mecklenburg-Vorpommern", 210},
    {"Kassel", "Hessen", 204},
    {"Potsdam", "Brandenburg", 186},
    {"Saarbrücken", "Saarland", 182},
    {"Oldenburg", "Niedersachsen", 174},
    {"Osnabrück", "Niedersachsen", 168},
    {"Regensburg", "Bayern", 158},
};

constexpr NameLocale kGermany = {
    {NameTable{kFemale, kMale, kNorthSurnames}, NameTable{kFemale, kMale, kSouthSurnames},
     NameTable{kFemale, kMale, kWestSurnames}, NameTable{kFemale, kMale, kEastSurnames}},
    kStates,
    kCities};

}  // namespace

const NameLocale& germany_names() { return kGermany; }

}  // namespace footfall
