"""Cases before courts on the public site: each as a timeline; calls for a court; people in custody as sources counted them."""
