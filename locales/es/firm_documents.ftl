### Documentos de los clientes del despacho

firm-documents = Documentos
client-tab-firm-documents = Documentos
firm-document-name = Nombre
firm-document-kind = Tipo
firm-document-category = Materia
firm-document-category-help = Del cliente lo ven quienes tengan esta materia, y solo cuando se comparte.
firm-document-period = Periodo
firm-document-period-help = 2027, 1T 2027 o 03/2027; vacío, de ninguno.
firm-document-year = Ejercicio
firm-document-folder = Carpeta
firm-document-folder-help = Como Impuestos/2027. El cliente no ve las carpetas.
firm-document-note = Nota
firm-document-kind-invoice-received = Factura recibida
firm-document-kind-invoice-issued = Factura emitida
firm-document-kind-statement = Extracto
firm-document-kind-payslip = Nómina
firm-document-kind-contract = Contrato
firm-document-kind-return = Declaración
firm-document-kind-filing-proof = Justificante de presentación
firm-document-kind-deed = Escritura
firm-document-kind-certificate = Certificado
firm-document-kind-notification = Notificación
firm-document-kind-other = Otro
firm-document-category-general = General
firm-document-category-accounting = Contabilidad
firm-document-category-tax = Impuestos
firm-document-category-payroll = Laboral
firm-document-category-legal = Jurídico
error-period = Escriba un año, un trimestre o un mes: 2027, 1T 2027 o 03/2027.
error-year = Escriba el año con cuatro cifras.
error-not-contact = No es una persona de contacto del cliente.
error-contact-no-right = { $name } no tiene acceso a esta materia: déselo antes, o cambie la materia del documento.
problem-document-deleted = El documento está en la papelera
problem-document-held = El documento está retenido: no se puede eliminar
problem-document-linked = Algo nombra el documento: no se puede eliminar para siempre
problem-document-not-deleted = El documento no está en la papelera
activity-kind-firm-document = Documentos
activity-firm-document-added = ha añadido el documento
activity-firm-document-version-added = ha añadido una versión de
activity-firm-document-version-restored = ha recuperado una versión de
activity-firm-document-changed = ha cambiado el documento
activity-firm-document-shared = ha compartido con el cliente
activity-firm-document-unshared = ha dejado de compartir
activity-firm-document-deleted = ha llevado a la papelera
activity-firm-document-restored = ha sacado de la papelera
activity-firm-document-purged = ha eliminado para siempre
activity-firm-document-hold-set = ha retenido el documento
activity-firm-document-hold-lifted = ha dejado de retener
field-firm-document-number = Versión
field-firm-document-shared = Compartido con
firm-document-shared-nobody = Nadie del cliente
firm-document-shared-all = Todo el cliente
firm-document-shared-some = Algunas personas
job-empty-document-bin = Vaciar la papelera de documentos
api-firm-documents = Documentos de los clientes, los últimos primero
api-firm-documents-add = Añade un documento a un cliente
api-firm-document = Un documento
api-firm-document-change = Cambia lo escrito de un documento
api-firm-document-delete = Lleva un documento a la papelera, donde queda 60 días
api-firm-document-content = Lo que hay en un documento, en su última versión o en otra
api-firm-document-versions = Las versiones de un documento, la última primero
api-firm-document-versions-add = Añade una versión; las anteriores quedan como están
api-firm-document-versions-restore = Recupera una versión anterior como una nueva
api-firm-document-share = Comparte un documento con todo el cliente, con algunas personas o con nadie
api-firm-document-hold = Retiene un documento o deja de retenerlo
api-firm-document-restore = Saca un documento de la papelera
api-part-documents = Documentos
api-query-deleted = true, lo que está en la papelera
api-query-version = El número de una versión; vacío, la última
firm-documents-all = Todos
firm-documents-received = Del cliente
firm-documents-of-shared = Compartidos
firm-documents-of-internal = Internos
firm-documents-bin = Papelera
firm-documents-bin-about = Lo que se elimina queda aquí { $days } días, y más si la ley obliga a conservarlo o una tarea, una solicitud o una obligación lo nombra.
firm-documents-bin-empty = La papelera está vacía.
firm-documents-none = Ningún documento es como se pide.
firm-documents-empty = Aquí no hay documentos todavía.
firm-documents-more = Ver más antiguos
firm-documents-search = Nombre, etiqueta, carpeta o cliente
firm-documents-sharing = Quién lo ve
firm-documents-added = Añadido
firm-documents-deleted = Eliminado
firm-documents-version = Versión { $number }
firm-documents-size-b = { $size } bytes
firm-documents-size-kb = { $size } kB
firm-documents-size-mb = { $size } MB
firm-documents-shared = Compartido
firm-documents-shared-some = Con algunas personas
firm-documents-internal = Interno
firm-documents-from-client = Del cliente
firm-documents-held = Retenido
firm-documents-share-all = Compartir con el cliente
firm-documents-unshare = Dejar de compartir
firm-documents-delete = Eliminar
firm-documents-restore = Recuperar
firm-documents-add = Añadir documentos
firm-documents-add-about = Suéltelos aquí, o elíjalos. Nadie del cliente los ve hasta que se compartan.
firm-documents-files = Archivos
firm-documents-files-help = Hasta { $count } a la vez, de { $max } MB como máximo cada uno.
firm-documents-send = Añadir
firm-documents-kind-other = Otro
firm-documents-category-of-kind = La de su tipo
firm-documents-waiting = En espera
firm-documents-done = Añadido
firm-documents-same = Añadido. El cliente ya tenía lo mismo en «#».
firm-documents-failed = No se ha podido enviar.
firm-documents-cancelled = Cancelado
firm-documents-summary = # de % añadidos
firm-documents-archive = documentos-{ $day }.zip
firm-documents-preview = Vista previa
firm-documents-no-preview = Este tipo de archivo no se ve aquí: guárdelo para abrirlo.
firm-documents-open = Abrir en otra pestaña
firm-documents-save = Guardar
firm-documents-in-bin = Está en la papelera: nadie del cliente lo ve. Se elimina para siempre { $days } días después, salvo lo que haya que conservar.
firm-documents-held-about = Retenido: no se puede eliminar, tenga el tiempo que tenga.
firm-documents-same-as = Tiene lo mismo que
firm-documents-hold = Retener
firm-documents-let-go = Dejar de retener
firm-documents-purge = Eliminar para siempre
firm-documents-purge-question = ¿Eliminar para siempre «{ $name }»?
firm-documents-purge-about = Se elimina con todas sus versiones, aunque haya que conservarlo. No se puede deshacer.
firm-documents-facts = Datos
firm-documents-by-link = el cliente, sin cuenta
firm-documents-size = Tamaño
firm-documents-keep-until = Conservar hasta
firm-documents-keep-why = { $years } años desde el fin del ejercicio: { $source }
firm-documents-hash = SHA-256
firm-documents-versions = Versiones
firm-documents-version-add = Añadir una versión
firm-documents-version-note = Qué cambia
firm-documents-file = Archivo
firm-documents-restored-from = recuperada de la { $number }
firm-documents-restore-version = Recuperar la versión { $number }
firm-documents-shared-with-all = Compartido con todo el cliente: lo ven quienes tengan la materia { $category }.
firm-documents-shared-with = Compartido con { $names }.
firm-documents-internal-about = Interno: nadie del cliente lo ve.
firm-documents-no-right = No tiene la materia { $category }
firm-documents-no-account = Sin cuenta todavía: lo verá cuando entre
firm-documents-reads = Visto por el cliente
firm-documents-seen = lo ha visto
firm-documents-downloaded = lo ha descargado
firm-documents-times = { $count } veces
flash-firm-documents-added = { $count ->
    [one] Documento añadido.
   *[other] { $count } documentos añadidos.
}
flash-firm-documents-added-same = { $count ->
    [one] Documento añadido. El cliente ya tenía lo mismo: { $name }.
   *[other] { $count } documentos añadidos. El cliente ya tenía lo mismo: { $name }.
}
flash-firm-documents-deleted = { $count ->
    [one] Un documento a la papelera.
   *[other] { $count } documentos a la papelera.
}
flash-firm-documents-restored = { $count ->
    [one] Documento recuperado.
   *[other] { $count } documentos recuperados.
}
flash-firm-documents-shared = { $count ->
    [one] Documento compartido con el cliente.
   *[other] { $count } documentos compartidos con sus clientes.
}
flash-firm-documents-unshared = { $count ->
    [one] El documento es interno.
   *[other] { $count } documentos son internos.
}
flash-firm-documents-version = { $name } tiene una versión nueva.
flash-firm-documents-shared-one = { $name } se ha compartido.
flash-firm-documents-unshared-one = { $name } es interno.
flash-firm-documents-held = { $name } está retenido.
flash-firm-documents-let-go = { $name } ya no está retenido.
flash-firm-documents-deleted-one = { $name }, a la papelera.
flash-firm-documents-restored-one = { $name } se ha recuperado.
flash-firm-documents-purged = { $name } se ha eliminado para siempre.
