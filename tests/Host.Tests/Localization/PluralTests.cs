using System.Globalization;
using OpsWorkflows.Host.Localization;

namespace OpsWorkflows.Host.Tests.Localization;

public sealed class PluralTests
{
    [Theory]
    [InlineData(0, PluralForm.Many)]
    [InlineData(1, PluralForm.One)]
    [InlineData(2, PluralForm.Few)]
    [InlineData(4, PluralForm.Few)]
    [InlineData(5, PluralForm.Many)]
    [InlineData(11, PluralForm.Many)]
    [InlineData(12, PluralForm.Many)]
    [InlineData(14, PluralForm.Many)]
    [InlineData(21, PluralForm.Many)]
    [InlineData(22, PluralForm.Few)]
    [InlineData(25, PluralForm.Many)]
    [InlineData(112, PluralForm.Many)]
    [InlineData(122, PluralForm.Few)]
    [InlineData(-3, PluralForm.Few)]
    [InlineData(int.MinValue, PluralForm.Many)]
    public void Polish_has_three_forms(int number, PluralForm form) =>
        Plural.Form(number, CultureInfo.GetCultureInfo("pl-PL")).ShouldBe(form);

    [Theory]
    [InlineData(0, PluralForm.Many)]
    [InlineData(1, PluralForm.One)]
    [InlineData(2, PluralForm.Many)]
    [InlineData(22, PluralForm.Many)]
    public void English_has_two_forms(int number, PluralForm form) =>
        Plural.Form(number, CultureInfo.GetCultureInfo("en-GB")).ShouldBe(form);
}
