# Plantillas de organización
problem-blueprint-unchanged = No hay cambios que publicar
problem-blueprint-unpublished = La plantilla aún no se ha publicado
problem-blueprint-application-open = La aplicación no ha terminado, o ya se deshizo
problem-blueprint-application-old = Han pasado más de 30 días: ya no se puede deshacer
activity-blueprint-created = creó la plantilla
activity-blueprint-updated = cambió la plantilla
activity-blueprint-draft-changed = cambió el borrador de la plantilla
activity-blueprint-published = publicó la plantilla
activity-blueprint-application-started = empezó a aplicar la plantilla
activity-blueprint-application-reverted = empezó a deshacer una aplicación de la plantilla
activity-blueprint-applied = terminó de aplicar la plantilla
activity-blueprint-reverted = deshizo una aplicación de la plantilla
activity-blueprint-difference-accepted = aceptó una diferencia con la plantilla
activity-kind-blueprint = Plantillas de organización
column-blueprint-number = Versión
column-blueprint-organizations = Organizaciones
column-blueprint-organization = Organización
column-blueprint-done = Hechas
column-blueprint-failed = Con error
column-blueprint-reason = Motivo
notification-blueprint-applied = Plantilla { $name }: { $done } organizaciones hechas, { $failed } con error.
job-apply-blueprint = Aplicar una plantilla de organización
api-part-blueprints = Plantillas de organización
api-part-blueprint-applications = Aplicaciones de plantillas
api-blueprints = Las plantillas del despacho
api-blueprints-create = Crea una plantilla con las preferencias de una organización, de otra plantilla o de un país; es un borrador hasta que se publica
api-blueprint = Una plantilla
api-blueprint-change = Cambia el nombre de una plantilla, su descripción o para qué clientes nuevos es
api-blueprint-group = Las filas de un grupo: las del borrador, o las de la última versión
api-blueprint-group-change = Añade o cambia filas de un grupo en el borrador
api-blueprint-versions = Las versiones publicadas, la última primero
api-blueprint-publish = Publica el borrador como versión nueva, que ya no cambia
api-blueprint-drift = En qué se apartan de ella las organizaciones que la siguen, por grupo; lo que tienen de más es suyo y no cuenta
api-blueprint-accept = Acepta con un motivo lo que difiere en un grupo: deja de contar mientras sea lo mismo
api-blueprint-applications = Las aplicaciones de plantillas, la última primero
api-blueprint-apply = Aplica una versión a organizaciones en segundo plano; con dry_run solo dice qué haría
api-blueprint-application = Una aplicación con lo que fue de cada organización
api-blueprint-revert = Deshace una aplicación de hace menos de 30 días, en cada organización que no ha usado lo que trajo

# Páginas
blueprints = Plantillas de organización
blueprints-about = Un juego de preferencias con nombre y versiones. Se aplica a muchas organizaciones y se ve en qué se apartan después.
blueprints-none = Aún no hay ninguna.
blueprint-version = Versión { $number }
blueprint-draft = Borrador
blueprint-changed = Con cambios sin publicar
blueprint-new = Nueva plantilla
blueprint-source = De dónde
blueprint-from-country = Los valores iniciales de { $country }
blueprint-from-blueprint = La plantilla { $name }
blueprint-groups = Grupos de preferencias
blueprint-groups-help = Los que necesiten vienen con ellos.
blueprint-description = Descripción
blueprint-default-for = Clientes nuevos de su país que empiezan con ella
blueprint-default-none = Ninguno
blueprint-default-any = Todos
blueprint-default-business = Empresas
blueprint-default-individual = Particulares
blueprint-create = Crear plantilla
blueprint-publish = Publicar la versión { $number }
flash-blueprint-published = Versión publicada.
flash-blueprint-accepted = Diferencia aceptada.
flash-blueprint-reverting = Se está deshaciendo.
blueprint-content = Contenido
blueprint-versions = Versiones
blueprint-drift = Diferencias
blueprint-drift-of = Diferencias con { $name }, versión { $number }
blueprint-drift-sum = { $all } organizaciones la siguen: { $same } iguales, { $differs } difieren, { $behind } van por una versión anterior.
blueprint-nobody = Aplique la plantilla a una organización y aquí verá en qué se aparta.
blueprint-more = Se muestran las primeras { $max }.
blueprint-same = Igual
blueprint-differs = Difiere
blueprint-behind = Va por la v{ $number }
blueprint-rows = { $count ->
    [one] { $count } fila
   *[other] { $count } filas
}
blueprint-accepted = aceptado
blueprint-accept = Aceptar con motivo
blueprint-apply = Aplicar a organizaciones
blueprint-apply-about = Primero se ensaya: verá qué se añadiría y qué se cambiaría en cada una antes de que se escriba nada.
blueprint-try = Ensayar la v{ $number }
blueprint-try-behind = { $count ->
    [one] Llevar la v{ $number } a { $count }…
   *[other] Llevar la v{ $number } a { $count }…
}
blueprint-running = En curso.
blueprint-tried = Ensayo: no se ha escrito nada.
blueprint-done = Aplicada.
blueprint-reverted = Deshecha.
blueprint-progress = { $done } de { $all } hechas, { $failed } con error.
blueprint-run = { $count ->
    [one] Aplicar la v{ $number } a { $count } organización
   *[other] Aplicar la v{ $number } a { $count } organizaciones
}
blueprint-undo = Deshacer la aplicación…
blueprint-undo-sure = { $count ->
    [one] ¿Deshacerla en { $count } organización?
   *[other] ¿Deshacerla en { $count } organizaciones?
}
blueprint-undo-about = Cada una vuelve a como estaba, salvo la que ya haya usado o cambiado lo que trajo.
blueprint-added = Se añaden
blueprint-replaced = Se cambian
blueprint-left = Se dejan
blueprint-result-done = Hecha
blueprint-result-failed = Con error
blueprint-result-undone = Deshecha
blueprint-error-access-lost = Ya no puede cambiar sus ajustes
blueprint-error-preferences-used = Ya se ha usado o cambiado lo que trajo
blueprint-error-clone-missing = Nombra algo que la organización no tiene
blueprint-error-interrupted = Se interrumpió antes de llegar a ella
blueprint-error-refused = No se ha podido
