// French names (one table for all regions) and the largest cities of France. Provenance:
// data/README.md.
#include "engine/names.h"

namespace footfall {
namespace {

constexpr std::string_view kFemale[] = {
    "Denise",    "Simone",     "Yvette",     "Paulette", "Ginette",    "Odette",    "Suzanne",
    "Huguette",  "Jacqueline", "Monique",    "Nicole",   "Josette",    "Colette",   "Françoise",
    "Danielle",  "Annick",     "Christiane", "Éliane",   "Bernadette", "Chantal",   "Martine",
    "Catherine", "Brigitte",   "Sylvie",     "Patricia", "Christine",  "Véronique", "Isabelle",
    "Corinne",   "Pascale",    "Nathalie",   "Valérie",  "Laurence",   "Sandrine",  "Karine",
    "Stéphanie", "Virginie",   "Delphine",   "Céline",   "Sophie",     "Aurélie",   "Émilie",
    "Élodie",    "Julie",      "Laetitia",   "Audrey",   "Mélanie",    "Laura",     "Marion",
    "Pauline",   "Charlotte",  "Mathilde",   "Lucie",    "Camille",    "Anaïs",     "Margaux",
    "Manon",     "Chloé",      "Léa",        "Clara",    "Inès",       "Jade",      "Louise",
    "Lina",      "Zoé",        "Romane",     "Juliette"};
constexpr std::string_view kMale[] = {
    "Marcel",  "René",     "André",     "Lucien",   "Raymond", "Roger",   "Georges",   "Marius",
    "Edmond",  "Gilbert",  "Gérard",    "Serge",    "Yves",    "Alain",   "Michel",    "Daniel",
    "Jean",    "Bernard",  "Christian", "Gilles",   "Didier",  "Pascal",  "Éric",      "Bruno",
    "Laurent", "Frédéric", "Stéphane",  "Franck",   "Fabrice", "Cédric",  "Sébastien", "Ludovic",
    "Jérôme",  "David",    "Nicolas",   "Yannick",  "Arnaud",  "Grégory", "Mickaël",   "Julien",
    "Damien",  "Romain",   "Benoît",    "Fabien",   "Maxime",  "Anthony", "Kevin",     "Jérémy",
    "Florian", "Quentin",  "Clément",   "Valentin", "Hugo",    "Théo",    "Lucas",     "Enzo",
    "Mathis",  "Nathan",   "Louis",     "Léo",      "Gabriel", "Raphaël", "Adam",      "Ethan",
    "Noé",     "Maël"};
constexpr std::string_view kSurnames[] = {
    "Martin",    "Dubois",  "Durand",   "Moreau",    "Leroy",     "Bonnet",   "Mercier",
    "Guérin",    "Maurin",  "Gauthier", "Besse",     "Duval",     "Gautier",  "Marchand",
    "Sorel",     "Meyer",   "Dufour",   "Meunier",   "Brunet",    "Gaillard", "Barbier",
    "Leroux",    "Vidal",   "Aubert",   "Lemoine",   "Bourgeois", "Rey",      "Guillot",
    "Lecomte",   "Lopez",   "Dupuy",    "Huet",      "Vasseur",   "Perez",    "Boucher",
    "Fleury",    "Jacquet", "Poirier",  "Sanchez",   "Nguyen",    "Collet",   "Prévost",
    "Bertin",    "Pichon",  "Marty",    "Schneider", "Langlois",  "Maillard", "Chauvin",
    "Carré",     "Baron",   "Ménard",   "Pons",      "Tessier",   "Perrot",   "Leblanc",
    "Delmas",    "Ferrand", "Guyot",    "Delaunay",  "Lesage",    "Texier",   "Cordier",
    "Poulain",   "Mallet",  "Coulon",   "Besnard",   "Hébert",    "Devaux",   "Chartier",
    "Verdier",   "Granger", "Blondel",  "Rossi",     "Ferreira",  "Pereira",  "Diallo",
    "Haddad",    "Lebrun",  "Gillet",   "Wagner",    "Buisson",   "Leduc",    "Monnier",
    "Pelletier", "Bourdon"};

// Inhabitants of 2021, rounded.
constexpr CityRow kCities[] = {
    {"Paris", "Île-de-France", 2133},
    {"Marseille", "Provence-Alpes-Côte d'Azur", 873},
    {"Lyon", "Auvergne-Rhône-Alpes", 522},
    {"Toulouse", "Occitanie", 504},
    {"Nice", "Provence-Alpes-Côte d'Azur", 348},
    {"Nantes", "Pays de la Loire", 323},
    {"Montpellier", "Occitanie", 302},
    {"Strasbourg", "Grand Est", 291},
    {"Bordeaux", "Nouvelle-Aquitaine", 261},
    {"Lille", "Hauts-de-France", 236},
    {"Rennes", "Bretagne", 225},
    {"Toulon", "Provence-Alpes-Côte d'Azur", 180},
    {"Reims", "Grand Est", 179},
    {"Saint-Étienne", "Auvergne-Rhône-Alpes", 173},
    {"Le Havre", "Normandie", 166},
    {"Villeurbanne", "Auvergne-Rhône-Alpes", 160},
    {"Dijon", "Bourgogne-Franche-Comté", 159},
    {"Angers", "Pays de la Loire", 157},
    {"Grenoble", "Auvergne-Rhône-Alpes", 157},
    {"Nîmes", "Occitanie", 148},
    {"Aix-en-Provence", "Provence-Alpes-Côte d'Azur", 147},
    {"Clermont-Ferrand", "Auvergne-Rhône-Alpes", 147},
    {"Le Mans", "Pays de la Loire", 146},
    {"Brest", "Bretagne", 139},
    {"Tours", "Centre-Val de Loire", 138},
    {"Amiens", "Hauts-de-France", 134},
    {"Annecy", "Auvergne-Rhône-Alpes", 131},
    {"Limoges", "Nouvelle-Aquitaine", 130},
    {"Metz", "Grand Est", 121},
    {"Besançon", "Bourgogne-Franche-Comté", 119},
    {"Perpignan", "Occitanie", 119},
    {"Orléans", "Centre-Val de Loire", 117},
    {"Rouen", "Normandie", 114},
    {"Mulhouse", "Grand Est", 106},
    {"Caen", "Normandie", 108},
    {"Nancy", "Grand Est", 104},
    {"Roubaix", "Hauts-de-France", 98},
    {"Tourcoing", "Hauts-de-France", 98},
    {"Avignon", "Provence-Alpes-Côte d'Azur", 91},
    {"Poitiers", "Nouvelle-Aquitaine", 90},
    {"Dunkerque", "Hauts-de-France", 87},
    {"La Rochelle", "Nouvelle-Aquitaine", 78},
    {"Pau", "Nouvelle-Aquitaine", 78},
    {"Ajaccio", "Corse", 73},
    {"Quimper", "Bretagne", 64},
    {"Troyes", "Grand Est", 62},
};

constexpr NameTable kEverywhere = {kFemale, kMale, kSurnames};
constexpr NameLocale kFrance = {{kEverywhere, kEverywhere, kEverywhere, kEverywhere}, {}, kCities};

}  // namespace

const NameLocale& france_names() { return kFrance; }

}  // namespace footfall
