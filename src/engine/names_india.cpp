// Indian names by region, states and the cities of the default world.
// Provenance: data/README.md.
#include "engine/names.h"

namespace footfall {
namespace {

constexpr std::string_view kNorthFemale[] = {
    "Savitri", "Shanti",  "Kamla", "Sarla",   "Pushpa", "Santosh", "Urmila", "Usha",
    "Nirmala", "Sudha",   "Manju", "Saroj",   "Asha",   "Rekha",   "Suman",  "Anita",
    "Sunita",  "Geeta",   "Meena", "Seema",   "Renu",   "Kiran",   "Poonam", "Neelam",
    "Ritu",    "Archana", "Jyoti", "Preeti",  "Neha",   "Pooja",   "Swati",  "Priyanka",
    "Shweta",  "Simran",  "Divya", "Shivani", "Sakshi", "Aarushi", "Muskan", "Ananya"};
constexpr std::string_view kNorthMale[] = {
    "Om",       "Ram",      "Shyam",    "Kailash",  "Jagdish",  "Harish", "Brij",   "Mohan",
    "Surendra", "Mahendra", "Ashok",    "Vinod",    "Rajendra", "Satish", "Naresh", "Ramesh",
    "Suresh",   "Rakesh",   "Anil",     "Sunil",    "Sanjay",   "Rajesh", "Manoj",  "Pankaj",
    "Vivek",    "Amit",     "Sandeep",  "Deepak",   "Vikas",    "Gaurav", "Rohan",  "Nitin",
    "Mohit",    "Ankit",    "Abhishek", "Gurpreet", "Shubham",  "Kartik", "Aryan",  "Aarav"};
constexpr std::string_view kNorthSurnames[] = {
    "Sharma", "Verma",      "Gupta",    "Singh",  "Yadav",    "Agarwal", "Mishra",  "Tiwari",
    "Pandey", "Srivastava", "Chauhan",  "Saxena", "Mathur",   "Bansal",  "Goel",    "Garg",
    "Mittal", "Jain",       "Malhotra", "Suri",   "Nagpal",   "Arora",   "Bhatia",  "Vohra",
    "Sethi",  "Ahuja",      "Dhillon",  "Gill",   "Sandhu",   "Grewal",  "Rathore", "Shekhawat",
    "Tomar",  "Chaudhary",  "Dubey",    "Shukla", "Tripathi", "Rawat",   "Negi",    "Khan"};

constexpr std::string_view kSouthFemale[] = {
    "Saraswathi",  "Rajeswari", "Kamala",  "Saroja",  "Vasantha", "Padma",  "Vijayalakshmi",
    "Jayalakshmi", "Parvathi",  "Lalitha", "Malathi", "Indira",   "Girija", "Shanthi",
    "Rajani",      "Radha",     "Latha",   "Geetha",  "Sumathi",  "Uma",    "Bhuvaneswari",
    "Sudha",       "Kavitha",   "Anitha",  "Revathi", "Sujatha",  "Deepa",  "Vidya",
    "Priya",       "Lakshmi",   "Divya",   "Ramya",   "Sowmya",   "Nithya", "Swathi",
    "Aishwarya",   "Keerthana", "Harini",  "Meghana", "Ananya"};
constexpr std::string_view kSouthMale[] = {
    "Subramanian", "Venkataraman", "Parameswaran", "Narayanan", "Ramaswamy",     "Gopalan",
    "Raghavan",    "Srinivasan",   "Mohanan",      "Ranganath", "Chandrasekhar", "Balakrishna",
    "Murali",      "Ravi",         "Sekhar",       "Prakash",   "Nagaraj",       "Venkatesh",
    "Ganesh",      "Ramesh",       "Suresh",       "Sridhar",   "Manjunath",     "Mahesh",
    "Rajesh",      "Senthil",      "Anand",        "Bhaskaran", "Satish",        "Kiran",
    "Naveen",      "Vinod",        "Karthik",      "Arun",      "Vignesh",       "Pradeep",
    "Harish",      "Ashwin",       "Nikhil",       "Rohan"};
constexpr std::string_view kSouthSurnames[] = {
    "Iyer",    "Iyengar",  "Nair",     "Menon",  "Pillai", "Kurup",    "Nambiar",     "Panicker",
    "Warrier", "Varghese", "Thomas",   "Mathew", "George", "Kurian",   "Reddy",       "Rao",
    "Naidu",   "Chowdary", "Raju",     "Varma",  "Sastry", "Murthy",   "Prasad",      "Gowda",
    "Shetty",  "Hegde",    "Bhat",     "Kamath", "Pai",    "Shenoy",   "Acharya",     "Patil",
    "Gounder", "Chettiar", "Mudaliar", "Thevar", "Nadar",  "Krishnan", "Subramaniam", "Natarajan"};

constexpr std::string_view kWestFemale[] = {
    "Kusum",   "Sushila",  "Kamal",    "Shobha",  "Hansa",     "Pramila", "Mangala", "Vimal",
    "Suman",   "Nalini",   "Jayshree", "Vasanti", "Sulochana", "Ranjana", "Kalpana", "Smita",
    "Bharati", "Vandana",  "Sangeeta", "Alka",    "Varsha",    "Hemlata", "Manisha", "Sunita",
    "Jyoti",   "Vaishali", "Rupali",   "Swati",   "Hetal",     "Ashwini", "Komal",   "Pallavi",
    "Prachi",  "Snehal",   "Mayuri",   "Rutuja",  "Dhara",     "Isha",    "Riya",    "Krupa"};
constexpr std::string_view kWestMale[] = {
    "Vasant",  "Dattatray", "Madhukar", "Shantilal", "Ramnik", "Prabhakar", "Vishwas", "Kantilal",
    "Suresh",  "Arvind",    "Bhaskar",  "Dilip",     "Kishor", "Pravin",    "Jayant",  "Mahesh",
    "Bharat",  "Prakash",   "Hemant",   "Sanjay",    "Nilesh", "Mukesh",    "Vijay",   "Milind",
    "Santosh", "Sachin",    "Jignesh",  "Yogesh",    "Amol",   "Ketan",     "Hitesh",  "Swapnil",
    "Chirag",  "Tushar",    "Akshay",   "Omkar",     "Parth",  "Harsh",     "Dhruv",   "Vedant"};
constexpr std::string_view kWestSurnames[] = {
    "Patil",     "Deshmukh", "Joshi",   "Kulkarni", "Deshpande", "Jadhav",    "Shinde",  "Pawar",
    "More",      "Gaikwad",  "Chavan",  "Kadam",    "Sawant",    "Bhosale",   "Mane",    "Kale",
    "Gokhale",   "Apte",     "Sathe",   "Naik",     "Patel",     "Shah",      "Mehta",   "Desai",
    "Trivedi",   "Parikh",   "Dave",    "Bhatt",    "Vyas",      "Parmar",    "Solanki", "Rathod",
    "Prajapati", "Panchal",  "Thakkar", "Doshi",    "Sanghvi",   "Fernandes", "D'Souza", "Shaikh"};

constexpr std::string_view kEastFemale[] = {
    "Anima",    "Bina",      "Chhaya",      "Gita",      "Kalyani", "Kanika",  "Maya",
    "Namita",   "Purnima",   "Bharati",     "Arati",     "Manju",   "Rina",    "Shikha",
    "Sandhya",  "Kabita",    "Rita",        "Mita",      "Tapasi",  "Supriya", "Sumitra",
    "Sharmila", "Swapna",    "Sanghamitra", "Madhumita", "Debjani", "Soma",    "Mousumi",
    "Paromita", "Sutapa",    "Susmita",     "Payel",     "Ankita",  "Moumita", "Itishree",
    "Riya",     "Tanushree", "Sneha",       "Oindrila",  "Trisha"};
constexpr std::string_view kEastMale[] = {
    "Nirmal",    "Bimal",    "Sunil",   "Ajit",   "Dilip",    "Tapan",     "Swapan",   "Pradip",
    "Ashok",     "Shyamal",  "Tarun",   "Gautam", "Subrata",  "Prabir",    "Debashis", "Ashis",
    "Sanjib",    "Partha",   "Kaushik", "Sudip",  "Biswajit", "Prasenjit", "Santanu",  "Bikash",
    "Sujit",     "Ranjan",   "Manas",   "Saroj",  "Abhik",    "Anirban",   "Arindam",  "Sourav",
    "Subhasish", "Indranil", "Sayan",   "Rahul",  "Arnab",    "Souvik",    "Ritwik",   "Soham"};
constexpr std::string_view kEastSurnames[] = {
    "Das",      "Banerjee", "Mukherjee", "Chatterjee", "Lahiri",  "Bhattacharya", "Chakraborty",
    "Bose",     "Ghosh",    "Mitra",     "Dutta",      "Sen",     "Dasgupta",     "Sengupta",
    "Roy",      "Saha",     "Paul",      "Kundu",      "Mondal",  "Biswas",       "Sarkar",
    "Majumdar", "Nandi",    "Pal",       "Sahoo",      "Mohanty", "Patnaik",      "Mishra",
    "Panda",    "Behera",   "Nayak",     "Swain",      "Jena",    "Rout",         "Barua",
    "Borah",    "Kalita",   "Sinha",     "Prasad",     "Mahato"};

constexpr StateRegion kStates[] = {{"Delhi", Region::kNorth},
                                   {"Punjab", Region::kNorth},
                                   {"Haryana", Region::kNorth},
                                   {"Chandigarh", Region::kNorth},
                                   {"Himachal Pradesh", Region::kNorth},
                                   {"Jammu and Kashmir", Region::kNorth},
                                   {"Ladakh", Region::kNorth},
                                   {"Uttarakhand", Region::kNorth},
                                   {"Uttar Pradesh", Region::kNorth},
                                   {"Rajasthan", Region::kNorth},
                                   {"Madhya Pradesh", Region::kNorth},
                                   {"Chhattisgarh", Region::kNorth},
                                   {"Tamil Nadu", Region::kSouth},
                                   {"Kerala", Region::kSouth},
                                   {"Karnataka", Region::kSouth},
                                   {"Andhra Pradesh", Region::kSouth},
                                   {"Telangana", Region::kSouth},
                                   {"Puducherry", Region::kSouth},
                                   {"Lakshadweep", Region::kSouth},
                                   {"Maharashtra", Region::kWest},
                                   {"Gujarat", Region::kWest},
                                   {"Goa", Region::kWest},
                                   {"Dadra and Nagar Haveli and Daman and Diu", Region::kWest},
                                   {"West Bengal", Region::kEast},
                                   {"Odisha", Region::kEast},
                                   {"Bihar", Region::kEast},
                                   {"Jharkhand", Region::kEast},
                                   {"Assam", Region::kEast},
                                   {"Tripura", Region::kEast},
                                   {"Sikkim", Region::kEast},
                                   {"Meghalaya", Region::kEast},
                                   {"Manipur", Region::kEast},
                                   {"Mizoram", Region::kEast},
                                   {"Nagaland", Region::kEast},
                                   {"Arunachal Pradesh", Region::kEast},
                                   {"Andaman and Nicobar Islands", Region::kEast}};

// Census 2011, city proper, rounded.
constexpr CityRow kCities[] = {{"Mumbai", "Maharashtra", 12440},
                               {"Delhi", "Delhi", 11030},
                               {"Bengaluru", "Karnataka", 8440},
                               {"Hyderabad", "Telangana", 6730},
                               {"Ahmedabad", "Gujarat", 5580},
                               {"Chennai", "Tamil Nadu", 4650},
                               {"Kolkata", "West Bengal", 4500},
                               {"Surat", "Gujarat", 4470},
                               {"Pune", "Maharashtra", 3120},
                               {"Jaipur", "Rajasthan", 3050},
                               {"Lucknow", "Uttar Pradesh", 2820},
                               {"Kanpur", "Uttar Pradesh", 2770},
                               {"Nagpur", "Maharashtra", 2410},
                               {"Indore", "Madhya Pradesh", 1960},
                               {"Bhopal", "Madhya Pradesh", 1800},
                               {"Visakhapatnam", "Andhra Pradesh", 1730},
                               {"Patna", "Bihar", 1680},
                               {"Vadodara", "Gujarat", 1670},
                               {"Ludhiana", "Punjab", 1620},
                               {"Agra", "Uttar Pradesh", 1590},
                               {"Nashik", "Maharashtra", 1490},
                               {"Varanasi", "Uttar Pradesh", 1200},
                               {"Ranchi", "Jharkhand", 1070},
                               {"Coimbatore", "Tamil Nadu", 1050},
                               {"Vijayawada", "Andhra Pradesh", 1030},
                               {"Madurai", "Tamil Nadu", 1020},
                               {"Chandigarh", "Chandigarh", 960},
                               {"Guwahati", "Assam", 960},
                               {"Mysuru", "Karnataka", 890},
                               {"Bhubaneswar", "Odisha", 840},
                               {"Thiruvananthapuram", "Kerala", 740},
                               {"Kochi", "Kerala", 600}};

constexpr NameLocale kIndia = {{NameTable{kNorthFemale, kNorthMale, kNorthSurnames},
                                NameTable{kSouthFemale, kSouthMale, kSouthSurnames},
                                NameTable{kWestFemale, kWestMale, kWestSurnames},
                                NameTable{kEastFemale, kEastMale, kEastSurnames}},
                               kStates,
                               kCities};

}  // namespace

const NameLocale& india_names() { return kIndia; }

}  // namespace footfall
