using System.Globalization;

namespace OpsWorkflows.Host.Localization;

/// <summary>Which form of a noun follows a number; a language with two forms uses One and Many.</summary>
public enum PluralForm
{
    One,
    Few,
    Many,
}

/// <summary>Picks the form of a noun after a number: Polish by its own rule (1 dzień, 2 dni robocze, 5 dni roboczych), other languages one or many.</summary>
public static class Plural
{
    public static PluralForm Form(int number, CultureInfo culture)
    {
        if (number is 1 or -1)
        {
            return PluralForm.One;
        }

        return culture.TwoLetterISOLanguageName == "pl" && EndsInFew(number) ? PluralForm.Few : PluralForm.Many;
    }

    private static bool EndsInFew(int number) =>
        Math.Abs(number % 10) is >= 2 and <= 4 && Math.Abs(number % 100) is not (>= 12 and <= 14);
}
