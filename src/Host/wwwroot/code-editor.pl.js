// The code editor (Monaco) in Polish: its package speaks nine languages, and Polish is none of them. Monaco looks a message up by its
// number and has its own English where there is none, so what no page shows (what settings, colours, menu bars and sounds are called)
// is left out. A version of Monaco numbers its messages anew: a test compares each English text with the shipped one.
globalThis._VSCODE_NLS_LANGUAGE = 'pl'
globalThis._VSCODE_NLS_MESSAGES = Object.assign([], {
  1: 'pole', // input
  2: 'Uwzględnij wielkość liter', // Match Case
  3: 'Tylko całe wyrazy', // Match Whole Word
  4: 'Użyj wyrażenia regularnego', // Use Regular Expression
  5: 'pole', // input
  6: 'Zachowaj wielkość liter', // Preserve Case
  7: 'Sprawdź to w widoku dostępnym: {0}.', // Inspect this in the accessible view with {0}.
  8: 'Sprawdź to w widoku dostępnym: otwiera go polecenie „Otwórz widok dostępny”, które nie ma skrótu klawiaturowego.', // Inspect this in the accessible view via the command Open Accessible View which is currently not triggerable via keybinding.
  9: 'Błąd: {0}', // Error: {0}
  10: 'Ostrzeżenie: {0}', // Warning: {0}
  11: 'Informacja: {0}', // Info: {0}
  12: ' lub {0}: historia', //  or {0} for history
  13: ' ({0}: historia)', //  ({0} for history)
  14: 'Wyczyszczono pole', // Cleared Input
  15: 'Brak skrótu', // Unbound
  16: 'Lista wyboru', // Select Box
  17: 'Więcej działań…', // More Actions...
  20: 'Wpisz, czego szukasz', // Type to search
  21: 'Nie znaleziono wyników.', // No results found.
  22: 'Brak wyników', // No results
  23: 'Wyniki: {0}', // {0} results
  24: 'Wpisz, żeby filtrować', // Type to filter
  25: 'Wpisz, czego szukasz', // Type to search
  26: 'Filtr', // Filter
  27: 'Dopasowanie przybliżone', // Fuzzy Match
  28: '(puste)', // (empty)
  30: 'Błąd systemu ({0})', // A system error occurred ({0})
  31: 'Wystąpił nieznany błąd. Szczegóły są w dzienniku.', // An unknown error occurred. Please consult the log for more details.
  32: 'Wystąpił nieznany błąd. Szczegóły są w dzienniku.', // An unknown error occurred. Please consult the log for more details.
  33: '{0} (błędy łącznie: {1})', // {0} ({1} errors in total)
  34: 'Wystąpił nieznany błąd. Szczegóły są w dzienniku.', // An unknown error occurred. Please consult the log for more details.
  55: 'edytor', // editor
  56: 'Edytor nie jest teraz dostępny dla czytnika ekranu.', // The editor is not accessible at this time.
  57: '{0} Żeby włączyć tryb dla czytników ekranu, naciśnij {1}', // {0} To enable screen reader optimized mode, use {1}
  58: '{0} Żeby włączyć tryb dla czytników ekranu, otwórz listę ({1}) i wybierz polecenie „Przełącz tryb dla czytników ekranu”, które nie ma skrótu klawiaturowego.', // {0} To enable screen reader optimized mode, open the quick pick with {1} and run the command Toggle Screen Reader Accessibility Mode, which is currently not triggerable via keyboard.
  59: '{0} Żeby włączyć tryb dla czytników ekranu, otwórz ustawienia skrótów ({1}), nadaj skrót poleceniu „Przełącz tryb dla czytników ekranu” i uruchom je.', // {0} Please assign a keybinding for the command Toggle Screen Reader Accessibility Mode by accessing the keybindings editor with {1} and run it.
  60: 'edytor', // editor
  63: 'Usunięto dodatkowe kursory', // Removed secondary cursors
  65: 'Cofnij', // Undo
  66: 'Cofnij', // Undo
  68: 'Ponów', // Redo
  69: 'Ponów', // Redo
  71: 'Zaznacz wszystko', // Select All
  72: 'Zaznacz wszystko', // Select All
  73: 'Rysuj bez karty graficznej', // Use DOM-based rendering
  74: 'Przytrzymaj {0}, żeby wskazać dymek myszą', // Hold {0} key to mouse over
  75: 'Wczytywanie…', // Loading...
  77: 'Wybierz, na jak długo wyłączyć podpowiedzi', // Select snooze duration for Code completions and NES
  78: 'Wyłącz na pewien czas podpowiedzi w tekście', // Snooze Inline Suggestions
  79: 'Włącz z powrotem podpowiedzi w tekście', // Cancel Snooze Inline Suggestions
  80: 'Liczbę kursorów ograniczono do {0}. Większe zmiany wprowadź przez znajdowanie i zamianę albo zwiększ dozwoloną liczbę kursorów.', // The number of cursors has been limited to {0}. Consider using [find and replace](https://code.visualstudio.com/docs/editor/codebasics#_find-and-replace) for larger changes or increase the editor multi cursor limit setting.
  81: 'Zwiększ dozwoloną liczbę kursorów', // Increase Multi Cursor Limit
  82: 'Przełącz zwijanie niezmienionych fragmentów', // Toggle Collapse Unchanged Regions
  83: 'Przełącz pokazywanie przeniesionych fragmentów', // Toggle Show Moved Code Blocks
  84: 'Przełącz widok w jednej kolumnie, gdy brakuje miejsca', // Toggle Use Inline View When Space Is Limited
  85: 'Porównanie', // Diff Editor
  86: 'Przejdź na drugą stronę', // Switch Side
  87: 'Zakończ porównywanie przeniesionego fragmentu', // Exit Compare Move
  88: 'Zwiń wszystkie niezmienione fragmenty', // Collapse All Unchanged Regions
  89: 'Pokaż wszystkie niezmienione fragmenty', // Show All Unchanged Regions
  90: 'Cofnij zmianę', // Revert
  91: 'Porównanie dla czytników ekranu', // Accessible Diff Viewer
  92: 'Przejdź do następnej różnicy', // Go to Next Difference
  93: 'Przejdź do poprzedniej różnicy', // Go to Previous Difference
  97: 'Zamknij', // Close
  98: 'Porównanie dla czytników ekranu. Poruszaj się strzałkami w górę i w dół.', // Accessible Diff Viewer. Use arrow up and down to navigate.
  99: 'bez zmian', // no lines changed
  100: 'zmieniony 1 wiersz', // 1 line changed
  101: 'zmienione wiersze: {0}', // {0} lines changed
  102: 'Różnica {0} z {1}: przed zmianą wiersz {2}, {3}; po zmianie wiersz {4}, {5}', // Difference {0} of {1}: original line {2}, {3}, modified line {4}, {5}
  103: 'pusty', // blank
  104: '{0} wiersz {1} bez zmian', // {0} unchanged line {1}
  105: '{0} przed zmianą wiersz {1}, po zmianie wiersz {2}', // {0} original line {1} modified line {2}
  106: '+ {0} po zmianie wiersz {1}', // + {0} modified line {1}
  107: '- {0} przed zmianą wiersz {1}', // - {0} original line {1}
  108: ' naciśnij {0}, żeby otworzyć pomoc o dostępności.', //  use {0} to open the accessibility help.
  109: 'Kopiuj usunięte wiersze', // Copy deleted lines
  110: 'Kopiuj usunięty wiersz', // Copy deleted line
  111: 'Kopiuj zmienione wiersze', // Copy changed lines
  112: 'Kopiuj zmieniony wiersz', // Copy changed line
  113: 'Kopiuj usunięty wiersz ({0})', // Copy deleted line ({0})
  114: 'Kopiuj zmieniony wiersz ({0})', // Copy changed line ({0})
  115: 'Cofnij tę zmianę', // Revert this change
  116: 'Jedna kolumna, gdy brakuje miejsca', // Use Inline View When Space Is Limited
  117: 'Pokaż przeniesione fragmenty', // Show Moved Code Blocks
  118: 'Cofnij zmianę fragmentu', // Revert Block
  119: 'Cofnij zmianę zaznaczenia', // Revert Selection
  120: 'Otwórz porównanie dla czytników ekranu', // Open Accessible Diff Viewer
  121: 'Zwiń niezmieniony fragment', // Fold Unchanged Region
  122: 'Ukryte wiersze: {0}', // {0} hidden lines
  123: 'Kliknij lub przeciągnij, żeby pokazać więcej powyżej', // Click or drag to show more above
  124: 'Pokaż niezmieniony fragment', // Show Unchanged Region
  125: 'Kliknij lub przeciągnij, żeby pokazać więcej poniżej', // Click or drag to show more below
  126: 'Ukryte wiersze: {0}', // {0} hidden lines
  127: 'Kliknij dwukrotnie, żeby rozwinąć', // Double click to unfold
  128: 'Kod przeniesiony i zmieniony, teraz w wierszach {0}–{1}', // Code moved with changes to line {0}-{1}
  129: 'Kod przeniesiony i zmieniony, wcześniej w wierszach {0}–{1}', // Code moved with changes from line {0}-{1}
  130: 'Kod przeniesiony, teraz w wierszach {0}–{1}', // Code moved to line {0}-{1}
  131: 'Kod przeniesiony, wcześniej w wierszach {0}–{1}', // Code moved from line {0}-{1}
  132: 'Cofnij zaznaczone zmiany', // Revert Selected Changes
  133: 'Cofnij zmianę', // Revert Change
  142: 'Wczytywanie…', // Loading...
  143: 'Brak zmienionych plików', // No Changed Files
  436: 'Treść edytora', // Editor content
  724: 'Metoda', // Method
  725: 'Funkcja', // Function
  726: 'Konstruktor', // Constructor
  727: 'Pole', // Field
  728: 'Zmienna', // Variable
  729: 'Klasa', // Class
  730: 'Struktura', // Struct
  731: 'Interfejs', // Interface
  732: 'Moduł', // Module
  733: 'Właściwość', // Property
  734: 'Zdarzenie', // Event
  736: 'Jednostka', // Unit
  737: 'Wartość', // Value
  738: 'Stała', // Constant
  739: 'Wyliczenie', // Enum
  740: 'Element wyliczenia', // Enum Member
  741: 'Słowo kluczowe', // Keyword
  742: 'Tekst', // Text
  743: 'Kolor', // Color
  744: 'Plik', // File
  745: 'Odwołanie', // Reference
  746: 'Własny kolor', // Custom Color
  748: 'Parametr typu', // Type Parameter
  749: 'Użytkownik', // User
  750: 'Zgłoszenie', // Issue
  751: 'Narzędzie', // Tool
  752: 'Gotowy fragment', // Snippet
  753: 'tablica', // array
  754: 'wartość logiczna', // boolean
  755: 'klasa', // class
  756: 'stała', // constant
  757: 'konstruktor', // constructor
  758: 'wyliczenie', // enumeration
  759: 'element wyliczenia', // enumeration member
  760: 'zdarzenie', // event
  761: 'pole', // field
  762: 'plik', // file
  763: 'funkcja', // function
  764: 'interfejs', // interface
  765: 'klucz', // key
  766: 'metoda', // method
  767: 'moduł', // module
  768: 'przestrzeń nazw', // namespace
  769: 'brak wartości', // null
  770: 'liczba', // number
  771: 'obiekt', // object
  773: 'pakiet', // package
  774: 'właściwość', // property
  775: 'tekst', // string
  776: 'struktura', // struct
  777: 'parametr typu', // type parameter
  778: 'zmienna', // variable
  780: 'Zwykły tekst', // Plain Text
  781: 'Pisanie', // Typing
  782: 'Dla programistów: zbadaj elementy składni', // Developer: Inspect Tokens
  783: 'Przejdź do wiersza lub kolumny…', // Go to Line/Column...
  784: 'Pokaż, do czego można szybko przejść', // Show all Quick Access Providers
  785: 'Lista poleceń', // Command Palette
  786: 'Pokaż i uruchom polecenia', // Show And Run Commands
  787: 'Przejdź do symbolu…', // Go to Symbol...
  788: 'Przejdź do symbolu według rodzaju…', // Go to Symbol by Category...
  789: 'Treść edytora', // Editor content
  790: 'Przełącz motyw o wysokim kontraście', // Toggle High Contrast Theme
  791: 'Wprowadzone zmiany: {0}, w plikach: {1}', // Made {0} edits in {1} files
  792: 'Pokaż więcej ({0})', // Show more ({0})
  793: 'znaki: {0}', // {0} chars
  794: 'Początek zaznaczenia', // Selection Anchor
  795: 'Ustawiono początek zaznaczenia: {0}:{1}', // Anchor set at {0}:{1}
  796: 'Ustaw początek zaznaczenia', // Set Selection Anchor
  797: 'Przejdź do początku zaznaczenia', // Go to Selection Anchor
  798: 'Zaznacz od ustawionego początku do kursora', // Select from Anchor to Cursor
  799: 'Usuń początek zaznaczenia', // Cancel Selection Anchor
  802: 'Przejdź do nawiasu', // Go to Bracket
  803: 'Zaznacz do nawiasu', // Select to Bracket
  804: 'Zaznacza nawiasy i tekst między nimi', // Select the text inside and including the brackets or curly braces
  805: 'Usuń nawiasy', // Remove Brackets
  806: 'Przesuń zaznaczony tekst w lewo', // Move Selected Text Left
  807: 'Przesuń zaznaczony tekst w prawo', // Move Selected Text Right
  808: 'Zamień litery miejscami', // Transpose Letters
  810: 'Wytnij', // Cut
  811: 'Wytnij', // Cut
  812: 'Wytnij', // Cut
  814: 'Kopiuj', // Copy
  815: 'Kopiuj', // Copy
  816: 'Kopiuj', // Copy
  818: 'Wklej', // Paste
  819: 'Wklej', // Paste
  820: 'Wklej', // Paste
  822: 'Kopiuj jako', // Copy As
  823: 'Udostępnij', // Share
  825: 'Kopiuj z kolorami składni', // Copy with Syntax Highlighting
  826: 'Nieznany błąd przerwał działanie na kodzie', // An unknown error occurred while applying the code action
  833: 'Brak działań na kodzie', // No code actions available
  834: 'Brak zalecanych działań na kodzie dla „{0}”', // No preferred code actions for '{0}' available
  835: 'Brak działań na kodzie dla „{0}”', // No code actions for '{0}' available
  836: 'Brak zalecanych działań na kodzie', // No preferred code actions available
  837: 'Brak działań na kodzie', // No code actions available
  838: 'Brak zalecanych sposobów przebudowy dla „{0}”', // No preferred refactorings for '{0}' available
  839: 'Brak sposobów przebudowy dla „{0}”', // No refactorings for '{0}' available
  840: 'Brak zalecanych sposobów przebudowy', // No preferred refactorings available
  841: 'Brak sposobów przebudowy', // No refactorings available
  842: 'Brak zalecanych działań na pliku dla „{0}”', // No preferred source actions for '{0}' available
  843: 'Brak działań na pliku dla „{0}”', // No source actions for '{0}' available
  844: 'Brak zalecanych działań na pliku', // No preferred source actions available
  845: 'Brak działań na pliku', // No source actions available
  846: 'Brak działania, które porządkuje importy', // No organize imports action available
  847: 'Brak działania, które poprawia wszystko', // No fix all action available
  848: 'Brak automatycznych poprawek', // No auto fixes available
  849: 'Szybka poprawka…', // Quick Fix...
  850: 'Przebuduj…', // Refactor...
  851: 'Działanie na pliku…', // Source Action...
  852: 'Uporządkuj importy', // Organize Imports
  853: 'Porządkuje importy w tym pliku, co inne narzędzia nazywają też ich optymalizacją', // Organize imports in the current file. Also called 'Optimize Imports' by some tools
  854: 'Popraw wszystko', // Fix All
  855: 'Popraw automatycznie…', // Auto Fix...
  859: 'Miejsce: {0}, wiersz {1}, kolumna {2}.', // Context: {0} at line {1} and column {2}.
  860: 'Ukryj niedostępne', // Hide Disabled
  861: 'Pokaż niedostępne', // Show Disabled
  862: 'Więcej działań…', // More Actions...
  863: 'Szybka poprawka', // Quick Fix
  864: 'Wydziel', // Extract
  865: 'Wstaw w miejscu użycia', // Inline
  866: 'Zapisz inaczej', // Rewrite
  867: 'Przenieś', // Move
  868: 'Otocz', // Surround With
  869: 'Działanie na pliku', // Source Action
  875: 'Wykonaj: {0}', // Run: {0}
  876: 'Pokaż działania na kodzie. Jest zalecana szybka poprawka ({0})', // Show Code Actions. Preferred Quick Fix Available ({0})
  877: 'Pokaż działania na kodzie ({0})', // Show Code Actions ({0})
  878: 'Pokaż działania na kodzie', // Show Code Actions
  879: 'Wybierz polecenie', // Select a command
  880: 'Pokaż polecenia CodeLens tego wiersza', // Show CodeLens Commands for Current Line
  882: 'Kliknij, żeby zmienić zapis koloru (RGB, HSL, szesnastkowy)', // Click to toggle color options (rgb/hsl/hex)
  884: 'Pokaż okno wyboru koloru lub przejdź do niego', // Show or Focus Standalone Color Picker
  885: 'Pokazuje okno wyboru koloru w zapisie szesnastkowym, RGB lub HSL albo przechodzi do niego.', // Show or focus a standalone color picker which uses the default color provider. It displays hex/rgb/hsl colors.
  886: 'Ukryj okno wyboru koloru', // Hide the Color Picker
  887: 'Ukrywa okno wyboru koloru.', // Hide the standalone color picker.
  888: 'Wstaw kolor z okna wyboru', // Insert Color with Standalone Color Picker
  889: 'Wstawia kolor wybrany w oknie w zapisie szesnastkowym, RGB lub HSL.', // Insert hex/rgb/hsl colors with the focused standalone color picker.
  892: 'Przełącz komentarz w wierszu', // Toggle Line Comment
  893: 'Dodaj komentarz w wierszu', // Add Line Comment
  894: 'Usuń komentarz z wiersza', // Remove Line Comment
  895: 'Przełącz komentarz blokowy', // Toggle Block Comment
  896: 'Minimapa', // Minimap
  897: 'Pokazuj litery', // Render Characters
  898: 'Wysokość', // Vertical size
  899: 'Proporcjonalna', // Proportional
  900: 'Wypełnij', // Fill
  901: 'Dopasuj', // Fit
  902: 'Suwak', // Slider
  903: 'Po wskazaniu myszą', // Mouse Over
  904: 'Zawsze', // Always
  905: 'Pokaż menu podręczne edytora', // Show Editor Context Menu
  906: 'Cofnij ruch kursora', // Cursor Undo
  907: 'Ponów ruch kursora', // Cursor Redo
  910: 'Wklej jako…', // Paste As...
  911: 'Wklej jako tekst', // Paste as Text
  913: 'Pokaż sposoby wklejania…', // Show paste options...
  914: 'puste', // empty
  915: 'Brak sposobu wklejania „{0}”', // No paste edits for '{0}' found
  916: 'Przygotowywanie wklejania „{0}”. Kliknij, żeby przerwać', // Resolving paste edit for '{0}'. Click to cancel
  917: 'Wklejanie. Kliknij, żeby przerwać i wkleić zwyczajnie', // Running paste handlers. Click to cancel and do basic paste
  918: 'Ustaw domyślny sposób wklejania', // Configure default paste action
  919: 'Wybierz sposób wklejania', // Select Paste Action
  920: 'Wklejanie', // Running paste handlers
  921: 'Wstaw zwykły tekst', // Insert Plain Text
  922: 'Wstaw adresy URI', // Insert Uris
  923: 'Wstaw adres URI', // Insert Uri
  924: 'Wstaw ścieżki', // Insert Paths
  925: 'Wstaw ścieżkę', // Insert Path
  926: 'Wstaw ścieżki względne', // Insert Relative Paths
  927: 'Wstaw ścieżkę względną', // Insert Relative Path
  928: 'Wstaw HTML', // Insert HTML
  930: 'Pokaż sposoby upuszczania…', // Show drop options...
  931: 'Upuszczanie. Kliknij, żeby przerwać', // Running drop handlers. Click to cancel
  932: 'Nie udało się przygotować zmiany „{0}”:\n{1}', // Error resolving edit '{0}':\n{1}
  933: 'Nie udało się wprowadzić zmiany „{0}”:\n{1}', // Error applying edit '{0}':\n{1}
  935: 'Plik jest za duży, żeby zamienić wszystko.', // The file is too large to perform a replace all operation.
  937: 'Brak wyników. Poszukaj czegoś innego.', // No matches. Try searching for something else.
  938: 'Wpisz numer wyniku, do którego przejść (od 1 do {0})', // Type a number to go to a specific match (between 1 and {0})
  939: 'Wpisz liczbę od 1 do {0}', // Please type a number between 1 and {0}
  940: 'Wpisz liczbę od 1 do {0}', // Please type a number between 1 and {0}
  942: 'Znajdź', // Find
  943: 'Znajdź z parametrami', // Find with Arguments
  944: 'Znajdź zaznaczony tekst', // Find with Selection
  945: 'Znajdź następny', // Find Next
  946: 'Znajdź poprzedni', // Find Previous
  947: 'Przejdź do wyniku…', // Go to Match...
  948: 'Znajdź następne wystąpienie zaznaczonego tekstu', // Find Next Selection
  949: 'Znajdź poprzednie wystąpienie zaznaczonego tekstu', // Find Previous Selection
  950: 'Zamień', // Replace
  958: 'Znajdź i zamień', // Find / Replace
  959: 'Znajdź', // Find
  960: 'Znajdź', // Find
  961: 'Poprzedni wynik', // Previous Match
  962: 'Następny wynik', // Next Match
  963: 'Szukaj w zaznaczeniu', // Find in Selection
  964: 'Zamknij', // Close
  965: 'Zamień na', // Replace
  966: 'Zamień na', // Replace
  967: 'Zamień', // Replace
  968: 'Zamień wszystko', // Replace All
  969: 'Pokaż lub ukryj zamianę', // Toggle Replace
  970: 'Wyróżniane są tylko pierwsze wyniki (najwyżej {0}), ale szukanie i zamiana obejmują cały tekst.', // Only the first {0} results are highlighted, but all find operations work on the entire text.
  971: '{0} z {1}', // {0} of {1}
  972: 'Brak wyników', // No results
  973: '{0}', // {0} found
  974: '{0} dla „{1}”', // {0} found for '{1}'
  975: '{0} dla „{1}”, miejsce {2}', // {0} found for '{1}', at {2}
  976: '{0} dla „{1}”', // {0} found for '{1}'
  977: 'Rozwiń', // Unfold
  978: 'Rozwiń ze wszystkim w środku', // Unfold Recursively
  979: 'Zwiń', // Fold
  980: 'Zwiń lub rozwiń', // Toggle Fold
  981: 'Zwiń ze wszystkim w środku', // Fold Recursively
  982: 'Zwiń lub rozwiń ze wszystkim w środku', // Toggle Fold Recursively
  983: 'Zwiń wszystkie komentarze blokowe', // Fold All Block Comments
  984: 'Zwiń wszystkie regiony', // Fold All Regions
  985: 'Rozwiń wszystkie regiony', // Unfold All Regions
  986: 'Zwiń wszystko oprócz zaznaczonych', // Fold All Except Selected
  987: 'Rozwiń wszystko oprócz zaznaczonych', // Unfold All Except Selected
  988: 'Zwiń wszystko', // Fold All
  989: 'Rozwiń wszystko', // Unfold All
  990: 'Przejdź do nadrzędnego zwijanego fragmentu', // Go to Parent Fold
  991: 'Przejdź do poprzedniego zwijanego fragmentu', // Go to Previous Folding Range
  992: 'Przejdź do następnego zwijanego fragmentu', // Go to Next Folding Range
  993: 'Utwórz zwijany fragment z zaznaczenia', // Create Folding Range from Selection
  994: 'Usuń ręcznie utworzone zwijane fragmenty', // Remove Manual Folding Ranges
  995: 'Zwiń lub rozwiń importy', // Toggle Import Fold
  996: 'Zwiń poziom {0}', // Fold Level {0}
  1004: 'Kliknij, żeby rozwinąć.', // Click to expand the range.
  1005: 'Kliknij, żeby zwinąć.', // Click to collapse the range.
  1006: 'Powiększ czcionkę edytora', // Increase Editor Font Size
  1007: 'Pomniejsz czcionkę edytora', // Decrease Editor Font Size
  1008: 'Przywróć wielkość czcionki edytora', // Reset Editor Font Size
  1009: 'Sformatuj dokument', // Format Document
  1010: 'Sformatuj zaznaczenie', // Format Selection
  1015: 'Przejdź do następnego problemu (błąd, ostrzeżenie, informacja)', // Go to Next Problem (Error, Warning, Info)
  1016: 'Przejdź do poprzedniego problemu (błąd, ostrzeżenie, informacja)', // Go to Previous Problem (Error, Warning, Info)
  1017: 'Przejdź do następnego problemu we wszystkich plikach (błąd, ostrzeżenie, informacja)', // Go to Next Problem in Files (Error, Warning, Info)
  1018: 'Przejdź do poprzedniego problemu we wszystkich plikach (błąd, ostrzeżenie, informacja)', // Go to Previous Problem in Files (Error, Warning, Info)
  1019: 'Błąd', // Error
  1020: 'Ostrzeżenie', // Warning
  1021: 'Informacja', // Info
  1022: 'Wskazówka', // Hint
  1023: '{0}, miejsce {1}. ', // {0} at {1}.
  1024: 'Problem {0} z {1}', // {0} of {1} problems
  1025: 'Problem {0} z {1}', // {0} of {1} problem
  1033: 'Podgląd', // Peek
  1034: 'Definicje', // Definitions
  1035: 'Nie znaleziono definicji „{0}”', // No definition found for '{0}'
  1036: 'Nie znaleziono definicji', // No definition found
  1038: 'Deklaracje', // Declarations
  1039: 'Nie znaleziono deklaracji „{0}”', // No declaration found for '{0}'
  1040: 'Nie znaleziono deklaracji', // No declaration found
  1042: 'Nie znaleziono deklaracji „{0}”', // No declaration found for '{0}'
  1043: 'Nie znaleziono deklaracji', // No declaration found
  1044: 'Definicje typu', // Type Definitions
  1045: 'Nie znaleziono definicji typu „{0}”', // No type definition found for '{0}'
  1046: 'Nie znaleziono definicji typu', // No type definition found
  1048: 'Implementacje', // Implementations
  1049: 'Nie znaleziono implementacji „{0}”', // No implementation found for '{0}'
  1050: 'Nie znaleziono implementacji', // No implementation found
  1052: 'Nie znaleziono odwołań do „{0}”', // No references found for '{0}'
  1053: 'Nie znaleziono odwołań', // No references found
  1055: 'Odwołania', // References
  1056: 'Odwołania', // References
  1057: 'Miejsca', // Locations
  1058: 'Brak wyników dla „{0}”', // No results for '{0}'
  1059: 'Odwołania', // References
  1060: 'Przejdź do definicji', // Go to Definition
  1061: 'Otwórz definicję obok', // Open Definition to the Side
  1062: 'Podejrzyj definicję', // Peek Definition
  1063: 'Przejdź do deklaracji', // Go to Declaration
  1064: 'Podejrzyj deklarację', // Peek Declaration
  1065: 'Przejdź do definicji typu', // Go to Type Definition
  1066: 'Podejrzyj definicję typu', // Peek Type Definition
  1067: 'Przejdź do implementacji', // Go to Implementations
  1068: 'Podejrzyj implementacje', // Peek Implementations
  1069: 'Przejdź do odwołań', // Go to References
  1070: 'Podejrzyj odwołania', // Peek References
  1071: 'Przejdź do dowolnego symbolu', // Go to Any Symbol
  1072: 'Kliknij, żeby zobaczyć definicje ({0}).', // Click to show {0} definitions.
  1074: 'Wczytywanie…', // Loading...
  1076: 'Odwołania: {0}', // {0} references
  1077: 'Odwołania: {0}', // {0} reference
  1078: 'Odwołania', // References
  1079: 'podgląd niedostępny', // no preview available
  1080: 'Brak wyników', // No results
  1081: 'Odwołania', // References
  1082: '{0}, wiersz {1}, kolumna {2}', // in {0} on line {1} at column {2}
  1083: '{0} w {1}, wiersz {2}, kolumna {3}', // {0} in {1} on line {2} at column {3}
  1084: '1 symbol w {0}, pełna ścieżka {1}', // 1 symbol in {0}, full path {1}
  1085: 'Symbole w {1}: {0}, pełna ścieżka {2}', // {0} symbols in {1}, full path {2}
  1086: 'Nie znaleziono wyników', // No results found
  1087: 'Znaleziono 1 symbol w {0}', // Found 1 symbol in {0}
  1088: 'Znalezione symbole w {1}: {0}', // Found {0} symbols in {1}
  1089: 'Znalezione symbole: {0}, w plikach: {1}', // Found {0} symbols in {1} files
  1091: 'Symbol {0} z {1}, następny: {2}', // Symbol {0} of {1}, {2} for next
  1092: 'Symbol {0} z {1}', // Symbol {0} of {1}
  1093: 'Zapisz w dzienniku statystykę atlasu tekstur', // Log Texture Atlas Stats
  1094: 'Zapisz atlas tekstur', // Save Texture Atlas
  1095: 'Narysuj znak', // Draw Glyph
  1096: 'Dla programistów: zbadaj rysowanie edytora kartą graficzną', // Developer: Debug Editor GPU Renderer
  1097: 'Pokaż więcej szczegółów w dymku', // Increase Hover Verbosity Level
  1098: 'Pokaż mniej szczegółów w dymku', // Decrease Hover Verbosity Level
  1102: 'Pokaż dymek lub przejdź do niego', // Show or Focus Hover
  1103: 'Pokazuje dymek z opisem, odwołaniami i inną treścią o symbolu przy kursorze albo przechodzi do niego.', // Show or focus the editor hover which shows documentation, references, and other content for a symbol at the current cursor position.
  1104: 'Pokaż dymek z definicją', // Show Definition Preview Hover
  1105: 'Pokazuje dymek z podglądem definicji.', // Show the definition preview hover in the editor.
  1106: 'Ukryj dymek', // Hide Hover
  1107: 'Przewiń dymek w górę', // Scroll Up Hover
  1108: 'Przewija dymek w górę.', // Scroll up the editor hover.
  1109: 'Przewiń dymek w dół', // Scroll Down Hover
  1110: 'Przewija dymek w dół.', // Scroll down the editor hover.
  1111: 'Przewiń dymek w lewo', // Scroll Left Hover
  1112: 'Przewija dymek w lewo.', // Scroll left the editor hover.
  1113: 'Przewiń dymek w prawo', // Scroll Right Hover
  1114: 'Przewija dymek w prawo.', // Scroll right the editor hover.
  1115: 'Przewiń dymek o stronę w górę', // Page Up Hover
  1116: 'Przewija dymek o stronę w górę.', // Page up the editor hover.
  1117: 'Przewiń dymek o stronę w dół', // Page Down Hover
  1118: 'Przewija dymek o stronę w dół.', // Page down the editor hover.
  1119: 'Przejdź na początek dymka', // Go To Top Hover
  1120: 'Przechodzi na początek dymka.', // Go to the top of the editor hover.
  1121: 'Przejdź na koniec dymka', // Go To Bottom Hover
  1122: 'Przechodzi na koniec dymka.', // Go to the bottom of the editor hover.
  1125: 'Wczytywanie…', // Loading...
  1126: 'Wiersz jest tak długi, że pokazano tylko jego początek.', // Rendering paused for long line for performance reasons. This can be configured via `editor.stopRenderingLineAfter`.
  1127: 'Wiersz jest za długi, żeby go pokolorować.', // Tokenization is skipped for long lines for performance reasons. This can be configured via `editor.maxTokenizationLineLength`.
  1128: 'Więcej szczegółów ({0})', // Increase Hover Verbosity ({0})
  1129: 'Więcej szczegółów', // Increase Hover Verbosity
  1130: 'Mniej szczegółów ({0})', // Decrease Hover Verbosity ({0})
  1131: 'Mniej szczegółów', // Decrease Hover Verbosity
  1132: 'Pokaż problem', // View Problem
  1133: 'Brak poprawek', // No quick fixes available
  1134: 'Szukanie poprawek…', // Checking for quick fixes...
  1135: 'Brak poprawek', // No quick fixes available
  1136: 'Szybka poprawka…', // Quick Fix...
  1137: 'Ustawiona szerokość tabulacji', // Configured Tab Size
  1138: 'Domyślna szerokość tabulacji', // Default Tab Size
  1139: 'Bieżąca szerokość tabulacji', // Current Tab Size
  1140: 'Wybierz szerokość tabulacji w tym pliku', // Select Tab Size for Current File
  1141: 'Zamień tabulacje we wcięciach na spacje', // Convert Indentation to Spaces
  1142: 'Zamienia tabulacje we wcięciach na spacje.', // Convert the tab indentation to spaces.
  1143: 'Zamień spacje we wcięciach na tabulacje', // Convert Indentation to Tabs
  1144: 'Zamienia spacje we wcięciach na tabulacje.', // Convert the spaces indentation to tabs.
  1145: 'Rób wcięcia tabulacjami', // Indent Using Tabs
  1146: 'Nowe wcięcia są z tabulacji.', // Use indentation with tabs.
  1147: 'Rób wcięcia spacjami', // Indent Using Spaces
  1148: 'Nowe wcięcia są ze spacji.', // Use indentation with spaces.
  1149: 'Zmień szerokość tabulacji', // Change Tab Display Size
  1150: 'Zmienia liczbę spacji, której odpowiada tabulacja.', // Change the space size equivalent of the tab.
  1151: 'Rozpoznaj wcięcia w treści', // Detect Indentation from Content
  1152: 'Rozpoznaje rodzaj wcięć w treści.', // Detect the indentation from content.
  1153: 'Popraw wcięcia wierszy', // Reindent Lines
  1154: 'Poprawia wcięcia wszystkich wierszy.', // Reindent the lines of the editor.
  1155: 'Popraw wcięcia zaznaczonych wierszy', // Reindent Selected Lines
  1156: 'Poprawia wcięcia zaznaczonych wierszy.', // Reindent the selected lines of the editor.
  1157: 'Kliknij dwukrotnie, żeby wstawić', // Double-click to insert
  1158: 'Cmd + kliknięcie', // cmd + click
  1159: 'Ctrl + kliknięcie', // ctrl + click
  1160: 'Option + kliknięcie', // option + click
  1161: 'Alt + kliknięcie', // alt + click
  1162: 'Przejdź do definicji ({0}); więcej pod prawym przyciskiem myszy', // Go to Definition ({0}), right click for more
  1163: 'Przejdź do definicji ({0})', // Go to Definition ({0})
  1164: 'Wykonaj polecenie', // Execute Command
  1165: 'Brak propozycji zmiany.', // No inline edit is available.
  1166: 'Przyjmij wyraz', // Accept Word
  1167: 'Przyjmij wiersz', // Accept Line
  1168: 'Przyjmij', // Accept
  1169: 'Przyjmij', // Accept
  1170: 'Przejdź', // Jump
  1171: 'Odrzuć', // Reject
  1172: 'Zawsze pokazuj pasek narzędzi', // Always Show Toolbar
  1173: 'Dla programistów: zapisz stan podpowiedzi w tekście', // Developer: Extract Inline Suggest State
  1174: 'Pokaż następną podpowiedź w tekście', // Show Next Inline Suggestion
  1175: 'Pokaż poprzednią podpowiedź w tekście', // Show Previous Inline Suggestion
  1176: 'Pokaż podpowiedź w tekście', // Trigger Inline Suggestion
  1177: 'Zaproponuj następną zmianę', // Trigger Next Edit Suggestion
  1178: 'Przyjmij następny wyraz podpowiedzi w tekście', // Accept Next Word Of Inline Suggestion
  1179: 'Przyjmij następny wiersz podpowiedzi w tekście', // Accept Next Line Of Inline Suggestion
  1180: 'Przyjmij podpowiedź w tekście', // Accept Inline Suggestion
  1181: 'Przejdź do następnej proponowanej zmiany', // Jump to next inline edit
  1182: 'Ukryj podpowiedź w tekście', // Hide Inline Suggestion
  1183: 'Zwiń lub rozwiń podpowiedzi w tekście', // Toggle Inline Suggestions Show Collapsed
  1196: 'Sprawdź to w widoku dostępnym ({0})', // Inspect this in the accessible view ({0})
  1197: 'Podpowiedź:', // Suggestion:
  1201: 'Poprzednia', // Previous
  1202: 'Następna', // Next
  1203: 'Przejdź', // Go To
  1204: 'Przyjmij', // Accept
  1205: 'Odrzuć', // Reject
  1206: 'Pokaż rozwinięte', // Show Expanded
  1207: 'Pokaż zwinięte', // Show Collapsed
  1208: 'Ustawienia', // Settings
  1209: 'Propozycja zmiany', // Inline Edit
  1230: 'Zamień na poprzednią wartość', // Replace with Previous Value
  1231: 'Zamień na następną wartość', // Replace with Next Value
  1232: 'Zakończ ostatni wiersz znakiem nowego wiersza', // Insert Final New Line
  1233: 'Rozszerz zaznaczenie o wiersz', // Expand Line Selection
  1239: 'Kopiuj wiersz w górę', // Copy Line Up
  1240: 'Kopiuj wiersz w dół', // Copy Line Down
  1241: 'Powiel zaznaczenie', // Duplicate Selection
  1242: 'Przesuń wiersz w górę', // Move Line Up
  1243: 'Przesuń wiersz w dół', // Move Line Down
  1244: 'Sortuj wiersze rosnąco', // Sort Lines Ascending
  1245: 'Sortuj wiersze malejąco', // Sort Lines Descending
  1246: 'Usuń powtórzone wiersze', // Delete Duplicate Lines
  1247: 'Odwróć kolejność wierszy', // Reverse lines
  1248: 'Usuń odstępy na końcach wierszy', // Trim Trailing Whitespace
  1249: 'Usuń wiersz', // Delete Line
  1250: 'Zwiększ wcięcie wiersza', // Indent Line
  1251: 'Zmniejsz wcięcie wiersza', // Outdent Line
  1252: 'Wstaw wiersz powyżej', // Insert Line Above
  1253: 'Wstaw wiersz poniżej', // Insert Line Below
  1254: 'Usuń wszystko na lewo', // Delete All Left
  1255: 'Usuń wszystko na prawo', // Delete All Right
  1256: 'Połącz wiersze', // Join Lines
  1257: 'Zamień miejscami znaki przy kursorze', // Transpose Characters around the Cursor
  1258: 'Zamień na wielkie litery', // Transform to Uppercase
  1259: 'Zamień na małe litery', // Transform to Lowercase
  1260: 'Zamień na wyrazy od wielkiej litery', // Transform to Title Case
  1261: 'Zamień na zapis snake_case', // Transform to Snake Case
  1262: 'Zamień na zapis camelCase', // Transform to Camel Case
  1263: 'Zamień na zapis PascalCase', // Transform to Pascal Case
  1264: 'Zamień na zapis kebab-case', // Transform to Kebab Case
  1266: 'Zmieniaj powiązane miejsca razem', // Start Linked Editing
  1267: 'Nie można otworzyć łącza, bo jest źle zapisane: {0}', // Failed to open this link because it is not well-formed: {0}
  1268: 'Nie można otworzyć łącza, bo nie prowadzi nigdzie.', // Failed to open this link because its target is missing.
  1269: 'Wykonaj polecenie', // Execute command
  1270: 'Otwórz łącze', // Follow link
  1271: 'Cmd + kliknięcie', // cmd + click
  1272: 'Ctrl + kliknięcie', // ctrl + click
  1273: 'Option + kliknięcie', // option + click
  1274: 'Alt + kliknięcie', // alt + click
  1275: 'Wykonaj polecenie {0}', // Execute command {0}
  1276: 'Otwórz łącze', // Open Link
  1278: 'Dodano kursor: {0}', // Cursor added: {0}
  1279: 'Dodano kursory: {0}', // Cursors added: {0}
  1286: 'Przechodzi do następnego kursora', // Focuses the next cursor
  1287: 'Przechodzi do poprzedniego kursora', // Focuses the previous cursor
  1288: 'Dodaj kursor powyżej', // Add Cursor Above
  1289: 'Dodaj kursor poniżej', // Add Cursor Below
  1290: 'Dodaj kursory na końcach wierszy', // Add Cursors to Line Ends
  1291: 'Dodaj kursory we wszystkich wierszach poniżej', // Add Cursors to Bottom
  1292: 'Dodaj kursory we wszystkich wierszach powyżej', // Add Cursors to Top
  1293: 'Dodaj do zaznaczenia następny wynik', // Add Selection to Next Find Match
  1294: 'Dodaj do zaznaczenia poprzedni wynik', // Add Selection to Previous Find Match
  1295: 'Przenieś ostatnie zaznaczenie na następny wynik', // Move Last Selection to Next Find Match
  1296: 'Przenieś ostatnie zaznaczenie na poprzedni wynik', // Move Last Selection to Previous Find Match
  1297: 'Zaznacz wszystkie wyniki', // Select All Occurrences of Find Match
  1298: 'Zmień wszystkie wystąpienia', // Change All Occurrences
  1299: 'Przejdź do następnego kursora', // Focus Next Cursor
  1300: 'Przejdź do poprzedniego kursora', // Focus Previous Cursor
  1301: 'Pokaż podpowiedzi parametrów', // Trigger Parameter Hints
  1304: '{0}, wskazówka', // {0}, hint
  1307: 'Zamknij', // Close
  1325: 'Żeby przejść do wiersza, otwórz najpierw edytor tekstu.', // Open a text editor first to go to a line.
  1326: 'Przejdź do wiersza {0} i znaku {1}.', // Go to line {0} and character {1}.
  1327: 'Przejdź do wiersza {0}.', // Go to line {0}.
  1328: 'Bieżący wiersz: {0}, znak: {1}. Wpisz numer wiersza od 1 do {2}, żeby do niego przejść.', // Current Line: {0}, Character: {1}. Type a line number between 1 and {2} to navigate to.
  1329: 'Bieżący wiersz: {0}, znak: {1}. Wpisz numer wiersza, żeby do niego przejść.', // Current Line: {0}, Character: {1}. Type a line number to navigate to.
  1330: 'Żeby przejść do symbolu, otwórz najpierw edytor, który zna symbole.', // To go to a symbol, first open a text editor with symbol information.
  1331: 'Ten edytor nie zna symboli.', // The active text editor does not provide symbol information.
  1332: 'Brak pasujących symboli', // No matching editor symbols
  1333: 'Brak symboli', // No editor symbols
  1334: 'Otwórz obok', // Open to the Side
  1335: 'Otwórz na dole', // Open to the Bottom
  1336: 'symbole ({0})', // symbols ({0})
  1337: 'właściwości ({0})', // properties ({0})
  1338: 'metody ({0})', // methods ({0})
  1339: 'funkcje ({0})', // functions ({0})
  1340: 'konstruktory ({0})', // constructors ({0})
  1341: 'zmienne ({0})', // variables ({0})
  1342: 'klasy ({0})', // classes ({0})
  1343: 'struktury ({0})', // structs ({0})
  1344: 'zdarzenia ({0})', // events ({0})
  1345: 'operatory ({0})', // operators ({0})
  1346: 'interfejsy ({0})', // interfaces ({0})
  1347: 'przestrzenie nazw ({0})', // namespaces ({0})
  1348: 'pakiety ({0})', // packages ({0})
  1349: 'parametry typu ({0})', // type parameters ({0})
  1350: 'moduły ({0})', // modules ({0})
  1351: 'właściwości ({0})', // properties ({0})
  1352: 'wyliczenia ({0})', // enumerations ({0})
  1353: 'elementy wyliczeń ({0})', // enumeration members ({0})
  1354: 'teksty ({0})', // strings ({0})
  1355: 'pliki ({0})', // files ({0})
  1356: 'tablice ({0})', // arrays ({0})
  1357: 'liczby ({0})', // numbers ({0})
  1358: 'wartości logiczne ({0})', // booleans ({0})
  1359: 'obiekty ({0})', // objects ({0})
  1360: 'klucze ({0})', // keys ({0})
  1361: 'pola ({0})', // fields ({0})
  1362: 'stałe ({0})', // constants ({0})
  1363: 'Tego pola nie można zmieniać: jest tylko do odczytu', // Cannot edit in read-only input
  1364: 'Tego tekstu nie można zmieniać: edytor jest tylko do odczytu', // Cannot edit in read-only editor
  1365: 'Brak wyniku.', // No result.
  1366: 'Nieznany błąd przerwał szukanie miejsca, w którym zmienić nazwę', // An unknown error occurred while resolving rename location
  1367: 'Zmiana nazwy „{0}” na „{1}”', // Renaming '{0}' to '{1}'
  1368: 'Zmiana nazwy {0} na {1}', // Renaming {0} to {1}
  1369: 'Zmieniono nazwę „{0}” na „{1}”. Podsumowanie: {2}', // Successfully renamed '{0}' to '{1}'. Summary: {2}
  1370: 'Nie udało się wprowadzić zmiany nazwy', // Rename failed to apply edits
  1371: 'Nie udało się przygotować zmiany nazwy', // Rename failed to compute edits
  1373: 'Zmień nazwę symbolu', // Rename Symbol
  1374: 'Przejdź do następnej proponowanej nazwy', // Focus Next Rename Suggestion
  1375: 'Przejdź do poprzedniej proponowanej nazwy', // Focus Previous Rename Suggestion
  1378: '{0}: zmień nazwę, {1}: pokaż podgląd', // {0} to Rename, {1} to Preview
  1379: 'Proponowane nazwy: {0}', // Received {0} rename suggestions
  1380: 'Nowa nazwa. Wpisz ją i zatwierdź klawiszem Enter.', // Rename input. Type new name and press Enter to commit.
  1381: 'Zaproponuj inne nazwy', // Generate new name suggestions
  1382: 'Anuluj', // Cancel
  1385: 'Rozszerz zaznaczenie', // Expand Selection
  1386: 'Zawęź zaznaczenie', // Shrink Selection
  1390: 'Przejdź do następnego miejsca do wypełnienia…', // Go to next placeholder...
  1430: 'Przypięte nagłówki', // Sticky Scroll
  1433: 'Przełącz przypięte nagłówki', // Toggle Editor Sticky Scroll
  1434: 'Włącza lub wyłącza przypinanie nagłówków, w których jest bieżący wiersz, u góry edytora', // Toggle/enable the editor sticky scroll which shows the nested scopes at the top of the viewport
  1435: 'Przejdź do przypiętych nagłówków', // Focus Editor Sticky Scroll
  1436: 'Wybierz następny przypięty nagłówek', // Select the next editor sticky scroll line
  1437: 'Wybierz poprzedni przypięty nagłówek', // Select the previous sticky scroll line
  1438: 'Przejdź do wiersza wybranego przypiętego nagłówka', // Go to the focused sticky scroll line
  1439: 'Wróć do edytora', // Select Editor
  1448: 'Przyjęcie „{0}” wprowadziło dodatkowe zmiany: {1}', // Accepting '{0}' made {1} additional edits
  1449: 'Wstaw', // Insert
  1450: 'Wstaw', // Insert
  1451: 'Zastąp', // Replace
  1452: 'Zastąp', // Replace
  1453: 'Wstaw', // Insert
  1454: 'Pokaż mniej', // Show Less
  1455: 'Pokaż więcej', // Show More
  1456: 'Pokaż podpowiedzi', // Trigger Suggest
  1457: 'Przywróć wielkość listy podpowiedzi', // Reset Suggest Widget Size
  1467: 'Wczytywanie…', // Loading...
  1468: 'Brak podpowiedzi.', // No suggestions.
  1469: 'Podpowiedzi', // Suggest
  1474: '{0}, opis: {1}', // {0}, docs: {1}
  1475: 'Zamknij', // Close
  1476: 'Wczytywanie…', // Loading...
  1478: 'Pokaż opis', // Read More
  1513: 'Klawisz Tab przechodzi teraz do następnego elementu strony', // Pressing Tab will now move focus to the next focusable element
  1514: 'Klawisz Tab wstawia teraz tabulację', // Pressing Tab will now insert the tab character
  1515: 'Przełącz działanie klawisza Tab', // Toggle Tab Key Moves Focus
  1516: 'Decyduje, czy klawisz Tab przechodzi do następnego elementu strony, czy wstawia w edytorze tabulację.', // Determines whether the tab key moves focus around the workbench or inserts the tab character in the current editor. This is also called tab trapping, tab navigation, or tab focus mode.
  1517: 'Dla programistów: rozpoznaj składnię od nowa', // Developer: Force Retokenize
  1518: 'Zamknij komunikat', // Close Banner
  1520: 'W dokumencie jest wiele znaków Unicode spoza podstawowego ASCII', // This document contains many non-basic ASCII unicode characters
  1521: 'W dokumencie jest wiele znaków Unicode, które łatwo pomylić z innymi', // This document contains many ambiguous unicode characters
  1522: 'W dokumencie jest wiele niewidocznych znaków Unicode', // This document contains many invisible unicode characters
  1523: 'Ustaw wyróżnianie znaków Unicode', // Configure Unicode Highlight Options
  1524: 'Znak {0} można pomylić ze znakiem ASCII {1}, który w kodzie jest częstszy.', // The character {0} could be confused with the ASCII character {1}, which is more common in source code.
  1525: 'Znak {0} można pomylić ze znakiem {1}, który w kodzie jest częstszy.', // The character {0} could be confused with the character {1}, which is more common in source code.
  1526: 'Znak {0} jest niewidoczny.', // The character {0} is invisible.
  1527: 'Znak {0} nie należy do podstawowego ASCII.', // The character {0} is not a basic ASCII character.
  1528: 'Zmień ustawienia', // Adjust settings
  1529: 'Nie wyróżniaj w komentarzach', // Disable Highlight In Comments
  1530: 'Nie wyróżniaj w tekstach', // Disable Highlight In Strings
  1531: 'Nie wyróżniaj łatwych do pomylenia', // Disable Ambiguous Highlight
  1532: 'Nie wyróżniaj niewidocznych', // Disable Invisible Highlight
  1533: 'Nie wyróżniaj spoza ASCII', // Disable Non ASCII Highlight
  1534: 'Nie wyróżniaj {0} (znak niewidoczny)', // Exclude {0} (invisible character) from being highlighted
  1535: 'Nie wyróżniaj {0}', // Exclude {0} from being highlighted
  1536: 'Nie wyróżniaj znaków Unicode częstszych w języku „{0}”.', // Allow unicode characters that are more common in the language "{0}".
  1537: 'Nie wyróżniaj znaków w komentarzach', // Disable highlighting of characters in comments
  1538: 'Nie wyróżniaj znaków w tekstach', // Disable highlighting of characters in strings
  1539: 'Nie wyróżniaj znaków łatwych do pomylenia', // Disable highlighting of ambiguous characters
  1540: 'Nie wyróżniaj niewidocznych znaków', // Disable highlighting of invisible characters
  1541: 'Nie wyróżniaj znaków spoza podstawowego ASCII', // Disable highlighting of non basic ASCII characters
  1542: 'Pokaż, czego można nie wyróżniać', // Show Exclude Options
  1544: 'Wykryto nietypowe znaki końca wiersza', // Detected unusual line terminators
  1545: 'Plik „{0}” zawiera nietypowe znaki końca wiersza, na przykład separator wierszy (LS) lub akapitów (PS).\n\nNajlepiej je z niego usunąć.', // The file '{0}' contains one or more unusual line terminator characters, like Line Separator (LS) or Paragraph Separator (PS).\n\nIt is recommended to remove them from the file. This can be configured via `editor.unusualLineTerminators`.
  1557: 'Przejdź do następnego wyróżnienia symbolu', // Go to Next Symbol Highlight
  1558: 'Przejdź do poprzedniego wyróżnienia symbolu', // Go to Previous Symbol Highlight
  1559: 'Wyróżnij symbol', // Trigger Symbol Highlight
  1560: 'Usuń wyraz', // Delete Word
  1623: 'Widok', // View
  1624: 'Pomoc', // Help
  1625: 'Próba', // Test
  1626: 'Plik', // File
  1627: 'Ustawienia', // Preferences
  1628: 'Dla programistów', // Developer
  1632: '{1}: {0}', // {1} to {0}
  1634: 'Ukryj', // Hide
  1635: 'Przywróć menu', // Reset Menu
  1636: 'Ukryj „{0}”', // Hide '{0}'
  1637: 'Ustaw skrót klawiaturowy', // Configure Keybinding
  1638: '{0}: zastosuj, {1}: pokaż podgląd', // {0} to Apply, {1} to Preview
  1639: '{0}: zastosuj', // {0} to Apply
  1640: '{0}, niedostępne: {1}', // {0}, Disabled Reason: {1}
  1641: 'Lista działań', // Action Widget
  1644: 'Ukryj listę działań', // Hide action widget
  1645: 'Wybierz poprzednie działanie', // Select previous action
  1646: 'Wybierz następne działanie', // Select next action
  1647: 'Wykonaj wybrane działanie', // Accept selected action
  1648: 'Podejrzyj wybrane działanie', // Preview selected action
  1684: 'Naciśnięto {0}. Naciśnij drugi klawisz skrótu…', // ({0}) was pressed. Waiting for second key of chord...
  1685: 'Naciśnięto {0}. Naciśnij następny klawisz skrótu…', // ({0}) was pressed. Waiting for next key of chord...
  1686: 'Skrót {0}, {1} nie uruchamia żadnego polecenia.', // The key combination ({0}, {1}) is not a command.
  1687: 'Skrót {0}, {1} nie uruchamia żadnego polecenia.', // The key combination ({0}, {1}) is not a command.
  1715: 'Błąd', // Error
  1716: 'Ostrzeżenie', // Warning
  1717: 'Informacja', // Info
  1718: 'Błędy', // Errors
  1719: 'Ostrzeżenia', // Warnings
  1720: 'Informacje', // Infos
  1721: 'Problemy wstrzymano, powód: „{0}”', // Problems are paused because: "{0}"
  1722: 'Problemy wstrzymano, powód: „{0}” i jeszcze {1}', // Problems are paused because: "{0}" and {1} more
  1723: 'ostatnio używane', // recently used
  1724: 'podobne polecenia', // similar commands
  1725: 'często używane', // commonly used
  1726: 'inne polecenia', // other commands
  1727: 'podobne polecenia', // similar commands
  1729: 'Polecenie „{0}” zakończyło się błędem', // Command '{0}' resulted in an error
  1735: 'Wstecz', // Back
  1736: 'Naciśnij Enter, żeby zatwierdzić, lub Escape, żeby anulować', // Press 'Enter' to confirm your input or 'Escape' to cancel
  1738: 'Wpisz tekst, żeby zawęzić wyniki.', // Type to narrow down results.
  1740: '{0} (Enter zatwierdza, Escape anuluje)', // {0} (Press 'Enter' to confirm or 'Escape' to cancel)
  1746: 'Przełącz wszystkie pola wyboru', // Toggle all checkboxes
  1747: 'Wyniki: {0}', // {0} Results
  1748: 'Zaznaczone: {0}', // {0} Selected
  1750: 'Własne', // Custom
  1751: 'Wstecz ({0})', // Back ({0})
  1752: 'Wstecz', // Back
  1753: 'Szybki wybór', // Quick Input
  1754: 'Kliknij, żeby wykonać polecenie „{0}”', // Click to execute command '{0}'
  1755: 'Szybki wybór z drzewa', // Quick Tree
  2012: 'Zamknięto i zmieniono na dysku pliki: {0}.', // The following files have been closed and modified on disk: {0}.
  2013: 'Zmieniono w sposób, którego nie da się pogodzić, pliki: {0}.', // The following files have been modified in an incompatible way: {0}.
  2014: 'Nie można cofnąć „{0}” we wszystkich plikach. {1}', // Could not undo '{0}' across all files. {1}
  2015: 'Nie można cofnąć „{0}” we wszystkich plikach. {1}', // Could not undo '{0}' across all files. {1}
  2016: 'Nie można cofnąć „{0}” we wszystkich plikach, bo zmieniono: {1}', // Could not undo '{0}' across all files because changes were made to {1}
  2017: 'Nie można cofnąć „{0}” we wszystkich plikach, bo trwa już cofanie lub ponawianie w: {1}', // Could not undo '{0}' across all files because there is already an undo or redo operation running on {1}
  2018: 'Nie można cofnąć „{0}” we wszystkich plikach, bo w tym czasie coś cofnięto lub ponowiono', // Could not undo '{0}' across all files because an undo or redo operation occurred in the meantime
  2019: 'Cofnąć „{0}” we wszystkich plikach?', // Would you like to undo '{0}' across all files?
  2022: 'Nie można cofnąć „{0}”, bo trwa już cofanie lub ponawianie.', // Could not undo '{0}' because there is already an undo or redo operation running.
  2023: 'Cofnąć „{0}”?', // Would you like to undo '{0}'?
  2026: 'Nie można ponowić „{0}” we wszystkich plikach. {1}', // Could not redo '{0}' across all files. {1}
  2027: 'Nie można ponowić „{0}” we wszystkich plikach. {1}', // Could not redo '{0}' across all files. {1}
  2028: 'Nie można ponowić „{0}” we wszystkich plikach, bo zmieniono: {1}', // Could not redo '{0}' across all files because changes were made to {1}
  2029: 'Nie można ponowić „{0}” we wszystkich plikach, bo trwa już cofanie lub ponawianie w: {1}', // Could not redo '{0}' across all files because there is already an undo or redo operation running on {1}
  2030: 'Nie można ponowić „{0}” we wszystkich plikach, bo w tym czasie coś cofnięto lub ponowiono', // Could not redo '{0}' across all files because an undo or redo operation occurred in the meantime
  2031: 'Nie można ponowić „{0}”, bo trwa już cofanie lub ponawianie.', // Could not redo '{0}' because there is already an undo or redo operation running.
})
