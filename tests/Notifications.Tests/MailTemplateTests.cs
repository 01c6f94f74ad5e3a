using System.Globalization;

namespace OpsWorkflows.Notifications.Tests;

public sealed class MailTemplateTests
{
    const string Reminder = """
        Subject: {{caseMark}}: zbliża się termin – {{step}}

        Sprawa {{caseMark}}, krok „{{step}}”.
        {{#if daysLate}}
        Termin minął {{daysLate}} dni temu.
        {{else}}
        Termin upływa {{dueOn}} (pozostało dni: {{daysLeft}}).
        {{/if}}
        {{#unless dueReason}}Bez uzasadnienia.{{/unless}}
        {{! tylko dla autora }}
        {{link}}
        """;

    [Fact]
    public void Values_are_filled_in_and_dates_written_the_Polish_way()
    {
        var (subject, body) = MailTemplate.Parse(Reminder).Render(Values(
            ("caseMark", "OPS.12.2026"), ("step", "Wywiad środowiskowy"), ("dueOn", new DateOnly(2026, 1, 2)), ("daysLeft", 3), ("daysLate", 0),
            ("dueReason", "14 dni"), ("link", "https://ops.example/sprawy/1?x=1&y=ż")));

        subject.ShouldBe("OPS.12.2026: zbliża się termin – Wywiad środowiskowy");
        body.ShouldBe("""
            Sprawa OPS.12.2026, krok „Wywiad środowiskowy”.
            Termin upływa 2 stycznia 2026 (pozostało dni: 3).

            https://ops.example/sprawy/1?x=1&y=ż
            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_condition_takes_the_other_branch()
    {
        var (_, body) = MailTemplate.Parse(Reminder).Render(Values(("daysLate", 4)));
        body.ShouldContain("Termin minął 4 dni temu.\nBez uzasadnienia.");
        body.ShouldNotContain("upływa");
    }

    [Fact]
    public void Nothing_is_escaped_and_a_value_is_never_read_as_a_template()
    {
        var (_, body) = MailTemplate.Parse("Subject: a\n\n{{step}}").Render(Values(("step", "<b> & \"ó\" {{caseMark}}"), ("caseMark", "tajne")));
        body.ShouldBe("<b> & \"ó\" {{caseMark}}");
    }

    [Theory]
    [InlineData("Wywiad\r\nBcc: x@office.example")]
    [InlineData("Wywiad\nBcc: x@office.example")]
    [InlineData("Wywiad\rBcc: x@office.example")]
    [InlineData("Wywiad\u2028Bcc: x@office.example")]
    [InlineData("Wywiad\u0085\0Bcc: x@office.example\n")]
    public void A_value_cannot_break_out_of_the_subject(string step) =>
        MailTemplate.Parse("Subject: {{step}}\n\ntreść").Render(Values(("step", step))).Subject.ShouldBe("Wywiad Bcc: x@office.example");

    [Fact]
    public void A_missing_or_empty_value_is_left_out() =>
        MailTemplate.Parse("Subject: a\n\n[{{step}}][{{dueOn}}]").Render(Values(("dueOn", null))).Body.ShouldBe("[][]");

    [Fact]
    public void Names_that_are_not_allowed_are_listed_once_each()
    {
        var template = MailTemplate.Parse("Subject: {{caseMark}} {{familyName}}\n\n{{#if address}}{{address}}{{/if}}{{#unless Step}}{{~step~}}{{/unless}}{{this}}");
        template.UnknownNames(MailTemplate.AllowedNames).ShouldBe(["familyName", "address", "Step", "this"]);
        Should.Throw<FormatException>(() => template.Check(MailTemplate.AllowedNames)).Message
            .ShouldBe("The mail text uses unknown names: familyName, address, Step, this.");
    }

    [Fact]
    public void A_text_of_allowed_names_only_passes_the_check()
    {
        MailTemplate.Parse(Reminder).UnknownNames(MailTemplate.AllowedNames).ShouldBeEmpty();
        Should.NotThrow(() => MailTemplate.Parse(Reminder).Check(MailTemplate.AllowedNames));
    }

    [Theory]
    [InlineData("{{caseMark.Length}}")]
    [InlineData("{{{caseMark}}}")]
    [InlineData("{{&caseMark}}")]
    [InlineData("{{> other}}")]
    [InlineData("{{#each steps}}x{{/each}}")]
    [InlineData("{{log caseMark}}")]
    [InlineData("{{lookup this \"x\"}}")]
    [InlineData("{{../caseMark}}")]
    [InlineData("{{@root}}")]
    [InlineData("{{#if (eq a b)}}x{{/if}}")]
    [InlineData("{{!-- {{familyName}} --}}")]
    [InlineData("{{}}")]
    [InlineData("{{step")]
    [InlineData("{{#if step}}x")]
    [InlineData("x{{/if}}")]
    [InlineData("{{#if step}}x{{/unless}}")]
    public void Whatever_is_more_than_a_value_or_a_condition_is_refused_with_its_place(string body) =>
        Should.Throw<FormatException>(() => MailTemplate.Parse($"Subject: a\n\n{body}")).Message.ShouldNotBeNullOrEmpty();

    [Fact]
    public void The_refusal_names_the_line_of_the_file() =>
        Should.Throw<FormatException>(() => MailTemplate.Parse("Subject: a\n\nline 3\n{{log step}}")).Message.ShouldStartWith("In line 4 {{log step}}");

    [Theory]
    [InlineData("")]
    [InlineData("Temat: a\n\nb")]
    [InlineData("Subject:\n\nb")]
    [InlineData("Subject: a")]
    [InlineData("Subject: a\nb\nc")]
    [InlineData("Subject: a\n\n")]
    public void A_text_without_subject_empty_line_and_body_is_refused(string text) =>
        Should.Throw<FormatException>(() => MailTemplate.Parse(text));

    [Fact]
    public void A_byte_order_mark_and_Windows_line_ends_do_no_harm() =>
        MailTemplate.Parse("\ufeffSubject: a\r\n\r\nb\r\nc").Render(Values()).ShouldBe(("a", "b\nc"));

    [Fact]
    public void One_template_serves_many_threads()
    {
        var template = MailTemplate.Parse(Reminder);
        Parallel.For(0, 500, i =>
        {
            var mark = i.ToString(CultureInfo.InvariantCulture);
            var (subject, body) = template.Render(Values(("caseMark", mark), ("step", "x"), ("daysLate", i)));
            subject.ShouldBe($"{mark}: zbliża się termin – x");
            body.ShouldStartWith($"Sprawa {mark}, krok");
        });
    }

    static Dictionary<string, object?> Values(params (string Name, object? Value)[] values) =>
        values.ToDictionary(value => value.Name, value => value.Value);
}
