using OpsWorkflows.Expressions;

namespace OpsWorkflows.Tests.Expressions;

public sealed class TypeDeclarationsTests
{
    [Fact]
    public void Everything_that_is_declared_parses_with_as_many_arguments_as_its_signature_asks_for()
    {
        foreach (var entry in TypeDeclarations.Library)
        {
            var arity = Arity.Of(entry.Signature);
            var takesFunction = entry.Signature.Contains("=>", StringComparison.Ordinal);
            var arguments = string.Join(", ", Enumerable.Range(0, arity.Min).Select(i => i == 0 && takesFunction ? "x => x" : "'a'"));
            var script = entry.IsMethod ? $"variables.any.{entry.Name}({arguments})" : $"{(entry.Owner is null ? "" : entry.Owner + ".")}{entry.Name}({arguments})";
            JavaScriptExpression.Parse(script).Error?.Message.ShouldBeNull(script);
            TypeDeclarations.Text.ShouldContain(entry is { Owner: null, Name: "Number" } ? $"interface NumberLibrary {{\n  {entry.Signature}" : entry.Name + entry.Signature);
        }
    }

    [Theory]
    [InlineData("(): string", 0, 0)]
    [InlineData("(a: string, b?: number): any", 1, 2)]
    [InlineData("<R>(callback: (item: T, index: number) => R, start?: R): R[]", 1, 2)]
    [InlineData("(entries: [string, any][]): any", 1, 1)]
    [InlineData("(first: any, ...numbers: number[]): number", 1, Arity.Any)]
    public void A_signature_says_how_many_arguments_there_are(string signature, int min, int max) => Arity.Of(signature).ShouldBe(new Arity(min, max));

    [Fact]
    public void What_the_subset_lacks_is_not_declared()
    {
        TypeDeclarations.Text.ShouldStartWith("/// <reference no-default-lib=\"true\"/>");
        foreach (var name in (string[])["push", "RegExp(", "random", "eval", "match"])
        {
            TypeDeclarations.Text.ShouldNotContain(name);
        }
    }
}
