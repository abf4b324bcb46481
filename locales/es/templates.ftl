### Asientos predefinidos

templates = Predefinidos
templates-about = Asientos que se repiten con otros importes: en el asiento se llaman con F9, por su código o su nombre. No contabilizan nada por sí mismos.
templates-empty = Aún no hay asientos predefinidos.
templates-none = Ningún predefinido coincide.
templates-all = Ver todos
templates-more = Más predefinidos
templates-usual = Añadir los habituales
template-new = Nuevo predefinido
template-of-entry = Hacer predefinido
template-use = Usar
template-use-named = Usar { $name }
template-use-about = Las líneas pasan al asiento, donde se pueden cambiar. No se contabiliza nada hasta que guarde.
template-to-grid = Llevar al asiento
template-asks = Pregunta
template-search = Código o nombre
template-contact = Contacto
template-cell = { $column }, línea { $line }
template-code-help = Se escribe tras F9. Por ejemplo, C21.
template-text-help = { "{" }mes{ "}" }, { "{" }trimestre{ "}" } y { "{" }año{ "}" } son los de la fecha del asiento.
template-lines-about = En Debe y Haber va un importe (100,00), algo que se pregunta (base), una cuenta con ello o con otra línea (L1*21%; base*0,19) o «=» para lo que cuadre. La cuenta que se deje vacía se escribe en el asiento; «?» en Contacto pide el contacto.
template-delete-question = ¿Eliminar el predefinido { $name }?
template-delete-about = Los asientos hechos con él se quedan como están.
flash-template-saved = { $name } guardado.
flash-template-deleted = { $name } eliminado.
flash-templates-added = { $count ->
    [0] Ya estaban todos los habituales.
    [one] Un predefinido añadido.
   *[other] { $count } predefinidos añadidos.
  }
error-formula-syntax = No es una fórmula: escriba importes, nombres sin espacios, L1 para otra línea, y + - * / %.
error-formula-too-large = El resultado es demasiado grande.
error-formula-circle = Las líneas se esperan unas a otras.
error-formula-line = No hay tal línea, o su importe es lo que cuadra.
error-formula-unknown = Se pregunta algo que no se ha contestado.
error-formula-division = Se divide entre cero.
error-template-rests = Solo una línea puede ser lo que cuadre.
error-template-code = El código no lleva espacios.
activity-entry-template-created = hizo el predefinido
activity-entry-template-changed = cambió el predefinido
activity-entry-template-deleted = eliminó el predefinido
activity-kind-entry-template = Predefinidos
api-part-entry-templates = Asientos predefinidos
api-entry-templates = Los asientos predefinidos, por nombre
api-entry-templates-create = Hace un asiento predefinido. debit y credit llevan fórmulas con punto decimal: importes, lo que se pregunta por su nombre, otras líneas (L1), «=» para lo que cuadre; contact «?» pide el contacto, y account_code vacío la cuenta
api-entry-template = Un asiento predefinido
api-entry-template-change = Cambia un asiento predefinido
api-entry-template-remove = Elimina un asiento predefinido
api-entry-template-fill = El asiento que un predefinido hace en una fecha con lo que se contesta (variables), para crearlo después; no contabiliza nada
