### Archivos que se adjuntan

error-file-too-large-mb = El archivo es demasiado grande: { $max } MB como máximo.
error-upload-too-large = Los archivos son demasiado grandes para enviarlos de una vez: envíe menos.
error-file-empty-here = El archivo está vacío.
error-disk-full = El servidor no tiene espacio libre: el archivo no se ha guardado. Avise a quien lo administra.
error-storage-full = No queda espacio para más archivos: la organización tiene { $max } MB como máximo. Quite alguno que no necesite.
