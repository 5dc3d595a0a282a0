"""Invented people, places and animals for a demonstration: lists only.

The towns are real, so that postcodes look right; nobody in these lists is.
"""

from __future__ import annotations

FIRST_NAMES = {
    "M.": (
        "Adrien", "Alexandre", "Alain", "André", "Anthony", "Aurélien", "Bastien",
        "Benoît", "Bernard", "Bruno", "Cédric", "Christophe", "Claude", "Clément",
        "Damien", "Daniel", "David", "Denis", "Didier", "Emmanuel", "Éric", "Erwan",
        "Étienne", "Fabien", "Fabrice", "Florian", "François", "Frédéric", "Gaël",
        "Gérard", "Gilles", "Grégory", "Guillaume", "Gwenaël", "Hervé", "Hugo",
        "Jacques", "Jean-Luc", "Jean-Marc", "Jean-Yves", "Jérôme", "Joël", "Julien",
        "Kévin", "Laurent", "Loïc", "Lucas", "Marc", "Mathieu", "Maxime", "Michaël",
        "Michel", "Nicolas", "Olivier", "Pascal", "Patrick", "Paul", "Philippe",
        "Pierre", "Pierre-Yves", "Quentin", "Raphaël", "Rémi", "René", "Romain",
        "Ronan", "Samuel", "Sébastien", "Serge", "Stéphane", "Sylvain", "Thierry",
        "Thomas", "Tristan", "Vincent", "Xavier", "Yann", "Yannick", "Yves", "Youssef",
    ),
    "Mme": (
        "Adèle", "Agnès", "Alexandra", "Alice", "Amandine", "Amélie", "Anaïs", "Andrée",
        "Anne", "Anne-Marie", "Annick", "Aurélie", "Béatrice", "Brigitte", "Camille",
        "Caroline", "Catherine", "Cécile", "Céline", "Chantal", "Charlotte", "Christelle",
        "Christine", "Claire", "Clémence", "Corinne", "Danielle", "Delphine", "Élisabeth",
        "Élodie", "Émilie", "Emmanuelle", "Estelle", "Fanny", "Fatima", "Florence",
        "Françoise", "Gaëlle", "Geneviève", "Gwenaëlle", "Hélène", "Inès", "Isabelle",
        "Jacqueline", "Jeanne", "Jocelyne", "Josiane", "Julie", "Juliette", "Justine",
        "Katell", "Laëtitia", "Laura", "Laurence", "Léa", "Louise", "Lucie", "Maëlle",
        "Manon", "Margaux", "Marie", "Marie-Thérèse", "Marine", "Marion", "Martine",
        "Mathilde", "Maud", "Mélanie", "Michèle", "Monique", "Morgane", "Nathalie",
        "Nolwenn", "Océane", "Patricia", "Pauline", "Rozenn", "Sandrine", "Sarah",
        "Solène", "Sophie", "Soizic", "Stéphanie", "Sylvie", "Valérie", "Véronique",
        "Virginie", "Yvette", "Zoé",
    ),
}  # fmt: skip

LAST_NAMES = (
    "Abgrall", "Allain", "André", "Aubrée", "Aubry", "Barbedette", "Barbier", "Baudry",
    "Bertin", "Besnard", "Blanchard", "Blot", "Boucher", "Bouvier", "Briand", "Brunet",
    "Carré", "Chapon", "Charpentier", "Chevalier", "Chevrel", "Clément", "Colin",
    "Cœuret", "Cornée", "Cosnard", "Couëdic", "Crenn", "Daniel", "David", "Delacroix",
    "Delahaye", "Denis", "Deniel", "Diallo", "Dubois", "Dufour", "Dupont", "Durand",
    "Esnault", "Fauchoux", "Faure", "Ferreira", "Fouillet", "Fournier", "Garnier",
    "Gautier", "Geffroy", "Gérard", "Gicquel", "Gillet", "Girard", "Gouin", "Guérin",
    "Guillou", "Hamon", "Haouari", "Hardy", "Havard", "Hervé", "Houssais", "Hubert",
    "Huet", "Jamet", "Jan", "Jégou", "Jouault", "Jouanne", "Kerbœuf", "Kerdoncuff",
    "Lambert", "Lebœuf", "Lebreton", "Leclerc", "Lecœur", "Lefebvre", "Lefèvre",
    "Lefeuvre", "Legendre", "Legrand", "Lemaître", "Lemarchand", "Lemoine", "Lepage",
    "Leray", "Leroux", "Leroy", "Loisel", "Louvel", "Mahé", "Marchand", "Martin",
    "Masson", "Mercier", "Michel", "Monnier", "Moreau", "Morel", "Morin", "Nguyen",
    "Nicolas", "Noël", "Ollivier", "Orhant", "Pasquier", "Péan", "Pellerin", "Perrin",
    "Petit", "Pichon", "Pinel", "Piriou", "Poirier", "Prigent", "Quéméner", "Régnier",
    "Renault", "Richard", "Rivière", "Robert", "Robin", "Rocher", "Rossignol", "Rouault",
    "Rousseau", "Roussel", "Roux", "Salaün", "Salmon", "Saulnier", "Simon", "Tanguy",
    "Texier", "Thébault", "Thomas", "Tréguer", "Trochu", "Vallée", "Vasseur", "Vaugeois",
    "Vidal", "Vincent", "Yhuel",
    "Le Bihan", "Le Borgne", "Le Corre", "Le Dantec", "Le Floc'h", "Le Gall", "Le Goff",
    "Le Guen", "Le Roux", "Le Tallec", "La Rivière", "d'Argentré", "d'Orgeval",
    "de Kergorlay", "de La Motte", "de Saint-Aubin", "du Bois", "du Plessis",
    "L'Hostis", "L'Huillier", "Da Silva", "El Amrani", "Van den Berghe",
)  # fmt: skip

ESTABLISHMENTS = (
    "Élevage du Bois Joli", "Élevage des Korrigans", "Élevage de la Lande Bleue",
    "Pension des Ajoncs", "Pension canine du Meu", "Refuge des Quatre Pattes",
    "Refuge du Vieux Chêne", "Écurie de la Prévalaye", "Écuries du Couesnon",
    "Ferme de la Ville-Neuve", "Association Chats du Canal", "Association Œil de Chat",
)  # fmt: skip

# (postcode, town) in Ille-et-Vilaine; the clinic's own town first, and often.
TOWNS = (
    ("35510", "Cesson-Sévigné"), ("35000", "Rennes"), ("35200", "Rennes"),
    ("35700", "Rennes"), ("35135", "Chantepie"), ("35690", "Acigné"),
    ("35235", "Thorigné-Fouillard"), ("35530", "Noyal-sur-Vilaine"),
    ("35770", "Vern-sur-Seiche"), ("35760", "Saint-Grégoire"), ("35830", "Betton"),
    ("35740", "Pacé"), ("35136", "Saint-Jacques-de-la-Lande"), ("35170", "Bruz"),
    ("35131", "Chartres-de-Bretagne"), ("35230", "Noyal-Châtillon-sur-Seiche"),
    ("35410", "Châteaugiron"), ("35150", "Janzé"), ("35500", "Vitré"),
    ("35300", "Fougères"), ("35580", "Guichen"), ("35310", "Mordelles"),
    ("35650", "Le Rheu"), ("35590", "L'Hermitage"), ("35160", "Montfort-sur-Meu"),
    ("35137", "Bédée"), ("35850", "Gévezé"), ("35520", "Melesse"),
    ("35520", "La Mézière"), ("35190", "Tinténiac"), ("35270", "Combourg"),
    ("35120", "Dol-de-Bretagne"), ("35140", "Saint-Aubin-du-Cormier"),
    ("35340", "Liffré"), ("35250", "Saint-Sulpice-la-Forêt"), ("35220", "Châteaubourg"),
    ("35130", "La Guerche-de-Bretagne"), ("35470", "Bain-de-Bretagne"),
    ("35380", "Plélan-le-Grand"), ("35600", "Redon"), ("35400", "Saint-Malo"),
)  # fmt: skip
TOWN_WEIGHTS = (60, *(14,) * 8, *(6,) * 8, *(2,) * (len(TOWNS) - 17))

STREETS = (
    "rue de l'Église", "rue de la Mairie", "rue du Stade", "rue des Écoles",
    "rue de la Vilaine", "rue du Moulin", "rue de Bretagne", "rue de Rennes",
    "rue de Paris", "rue Victor Hugo", "rue Pasteur", "rue Anne de Bretagne",
    "rue Jean Jaurès", "rue du Général Leclerc", "rue des Lilas", "rue des Hortensias",
    "rue des Ajoncs d'Or", "rue du Vieux Puits", "rue de la Fontaine",
    "rue du Champ Fleuri", "rue Saint-Exupéry", "rue Simone Veil",
    "avenue de la Gare", "avenue des Monts d'Arrée", "avenue du Bœuf Couronné",
    "boulevard de la Liberté", "boulevard de Vitré", "allée des Chênes",
    "allée des Tilleuls", "allée des Mésanges", "impasse du Lavoir",
    "impasse des Genêts", "place de la République", "place du Marché",
    "square des Hautes Ourmes", "chemin du Halage", "chemin de la Lande",
    "route de Fougères", "route de Janzé",
)  # fmt: skip
HAMLETS = (
    "La Ville-Neuve", "La Basse-Cour", "Le Haut-Bois", "La Hée", "Le Champ Blanc",
    "La Touche-Marie", "Launay-Quinart", "Le Pont-Réan", "La Croix-Verte", "Bel Air",
)  # fmt: skip
COMPLEMENTS = (
    "Appartement 12", "Appartement 34", "Bâtiment A", "Bâtiment C, 2e étage",
    "Résidence des Ajoncs", "Résidence Beauséjour", "Escalier B", "Lotissement du Pré",
)  # fmt: skip

ANIMAL_NAMES = {
    "dog": (
        "Rex", "Oslo", "Nala", "Ruby", "Max", "Ulysse", "Vanille", "Tango", "Perle",
        "Tina", "Rocky", "Pépite", "Socrate", "Uma", "Sirius", "Tequila", "Rio", "Saphir",
        "Olympe", "Praline", "Simba", "Maya", "Nougat", "Paco", "Réglisse", "Scoubidou",
        "Tara", "Urban", "Utah", "Vasco", "Volt", "Roxane", "Sam", "Taïga", "Plume",
        "Odin", "Orka", "Neige", "Naïko", "Oréo", "Ficelle", "Bounty", "Bella", "Jazz",
        "Iago", "Kenzo", "Lola", "Lucky", "Mirza", "Milo", "Happy", "Gipsy", "Cœur",
    ),
    "cat": (
        "Minou", "Félix", "Caramel", "Chaussette", "Moustache", "Gribouille", "Nuage",
        "Câline", "Tigrou", "Noisette", "Lilou", "Garfield", "Grisette", "Pacha", "Mistigri",
        "Isis", "Salem", "Ninja", "Plume", "Ratatouille", "Roméo", "Pirouette", "Opium",
        "Luna", "Kiwi", "Filou", "Chipie", "Biscuit", "Cannelle", "Zorro", "Réglisse",
        "Mia", "Poupette", "Sushi", "Titi", "Ulysse", "Vénus", "Voyou", "Ysée", "Zéphyr",
        "Œillet", "Oscar", "Nino", "Mimi", "Guimauve", "Figaro", "Dolly", "Boule de Neige",
    ),
    "rabbit": ("Panpan", "Flocon", "Carotte", "Pompon", "Noisette", "Lulu", "Trèfle"),
    "ferret": ("Fripouille", "Zébulon", "Furax", "Loutre", "Nouille"),
    "bird": ("Coco", "Kiki", "Piou", "Azur", "Jacquot"),
    "horse": ("Quartz", "Étoile", "Ouragan", "Jasmin", "Galopin", "Vent d'Ouest", "Quenotte"),
    "other": ("Cacahuète", "Pistache", "Hector", "Gaston", "Choupette", "Minus"),
}  # fmt: skip

BREEDS = {
    "dog": (
        "Labrador", "Golden Retriever", "Berger australien", "Border Collie", "Beagle",
        "Épagneul breton", "Cocker anglais", "Cavalier King Charles", "Chihuahua",
        "Yorkshire", "Jack Russell", "Shih Tzu", "Bouledogue français", "Berger allemand",
        "Berger belge malinois", "Staffordshire Bull Terrier", "Setter anglais", "Teckel",
        "Bichon frisé", "Croisé", "Croisé berger", "Croisé labrador",
    ),
    "cat": (
        "Européen", "Européen", "Européen", "Européen", "Européen", "Européen",
        "Maine Coon", "Chartreux", "Siamois", "Persan", "Sacré de Birmanie", "Ragdoll",
        "Norvégien", "British Shorthair", "Bengal",
    ),
    "rabbit": ("Bélier nain", "Nain de couleur", "Tête de lion", "Rex"),
    "ferret": ("Furet putoisé", "Furet albinos"),
    "bird": ("Perruche ondulée", "Gris du Gabon", "Calopsitte élégante", "Canari"),
    "horse": ("Selle français", "Trotteur français", "Poney Connemara", "Trait breton"),
    "other": ("Cochon d'Inde", "Chinchilla", "Hamster", "Rat", "Tortue d'Hermann"),
}  # fmt: skip

CLINIC = {
    "demo": "yes",  # may be thrown away; kept in one transaction with its clients
    "clinic.name": "Clinique vétérinaire des Tilleuls",
    "clinic.address1": "8 allée des Tilleuls",
    "clinic.postcode": "35510",
    "clinic.city": "Cesson-Sévigné",
    "clinic.phone": "02 61 91 00 00",
    "clinic.email": "accueil@tilleuls.example",
    "clinic.website": "www.tilleuls.example",
    "clinic.vets": "Dr Anne Kerbœuf, Dr Malo Thébault et Dr Inès Haouari",
    "clinic.hours": "du lundi au vendredi 8 h 30 – 19 h, samedi 9 h – 13 h",
    "clinic.legal": "Clinique de démonstration : ni SIRET ni numéro d'ordre",
}
