using System.Globalization;
using System.Reflection;
using OpsWorkflows.Expressions;
using OpsWorkflows.Host.Localization;
using OpsWorkflows.Host.Procedures;

namespace OpsWorkflows.Host.Tests.Procedures;

public class ExpressionTextsTests
{
    public static TheoryData<string> Keys => [.. new[] { typeof(ParseErrors), typeof(EvaluationErrors), typeof(Coerce) }
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static)).Where(constant => constant.IsLiteral).Select(constant => (string)constant.GetRawConstantValue()!)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Every_error_of_an_expression_has_a_text(string key) => Texts.Expressions.Find(key).ShouldNotBeNullOrEmpty();

    [Theory]
    [InlineData("pl", "1 +", "Wiersz 1, kolumna 4: w tym miejscu powinno być: wartość; jest: koniec tekstu")]
    [InlineData("en", "1;\n x +", "Line 2, column 2: unknown name 'x'; variables are read as variables.Name")]
    [InlineData("en", "addDays(today())", "Line 1, column 1: the number of arguments that 'addDays' takes is 2")]
    [InlineData("pl", "variables.lista.push(1)", "Wiersz 1, kolumna 17: „push” zmieniłoby listę; utwórz nową, np. [...lista, element]")]
    public void A_text_says_what_is_wrong_and_where(string language, string source, string text)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language);
        ExpressionTexts.Of(JavaScriptExpression.Parse(source).Error!).ShouldBe(text);
    }

    [Fact]
    public void An_expression_without_a_value_is_explained_too()
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("pl");
        ExpressionTexts.Of(new EvaluationError(EvaluationErrors.NoSuchMethod, "trim", 2, 5, 9)).ShouldBe("Wiersz 2, kolumna 5: ta wartość nie ma metody „trim”");
    }
}
