"""Links entities to countries, GeoNames and Wikidata, and scores their salience."""
