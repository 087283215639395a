-- lines of actors stand apart, so that a dossier reads those alone
select 'actor' as about_kind, actor_lines.* from actor_lines
