-- All projects with the names by which people call them.
SELECT project.project_id, project.name, organization.name AS organization
FROM projects AS project JOIN organizations AS organization USING (organization_id)
