### Files that are attached

error-file-too-large-mb = The file is too large: { $max } MB at most.
error-upload-too-large = The files are too large to be sent at once: send fewer.
error-file-empty-here = The file is empty.
error-disk-full = The server has no space left: the file was not saved. Tell whoever looks after it.
error-storage-full = There is no space left for more files: the organization has { $max } MB at most. Remove some that you do not need.
