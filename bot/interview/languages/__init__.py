"""Other languages: the content's English sentences, put into another by the catalogues of data/translations."""
