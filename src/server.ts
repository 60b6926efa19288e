// placeholder entry, replaced by the platform work
