-- The migrations this file has been through. No parameter. Column: version.
select version from schema_version order by version
