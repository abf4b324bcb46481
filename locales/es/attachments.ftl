### Archivos adjuntos de los asientos

attachments = Archivos adjuntos
attachments-none = Todavía no hay ningún archivo: la factura, el recibo, el extracto.
attachments-choose = Adjuntar archivos
attachments-help = Arrástrelos hasta aquí o elíjalos; hasta { $max } MB cada uno, diez de una vez.
attachments-add = Adjuntar
attachments-most = El asiento tiene ya { $max } archivos, el máximo.
attachments-fixed = El día del asiento está cerrado o bloqueado: se pueden adjuntar archivos, pero no quitar los que hay.
attachments-remove-question = ¿Quitar «{ $name }» del asiento?
attachments-remove-about = El archivo se borra y no se puede recuperar. La actividad dirá quién lo quitó.
attachments-save-named = Descargar { $name }
attachments-to-saved = { $entry }: adjuntar archivos
attachments-size-b = { $size } B
attachments-size-kb = { $size } kB
attachments-size-mb = { $size } MB
flash-attached =
    { $count ->
       [one] Archivo adjuntado.
       *[other] { $count } archivos adjuntados.
    }
flash-attachment-removed = Archivo quitado del asiento.
problem-attachment-fixed = El día del asiento está cerrado o bloqueado: sus archivos no se pueden quitar
activity-attachment-added = adjuntó un archivo al asiento
activity-attachment-removed = quitó un archivo del asiento
api-attachments = Los archivos de un asiento
api-attachments-add = Adjunta un archivo a un asiento, con el formulario `file`; el que ya está se responde como está
api-attachment = El contenido de un archivo, para guardarlo; `inline` para verlo, si es una imagen o un PDF
api-attachment-remove = Quita un archivo de un asiento cuyo día está abierto
api-query-inline = Para verlo en el navegador en lugar de guardarlo
