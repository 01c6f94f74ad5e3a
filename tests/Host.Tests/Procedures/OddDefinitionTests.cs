using System.Net;
using System.Text;
using OpsWorkflows.Activities;
using OpsWorkflows.Host.Tests.ElsaApi;

namespace OpsWorkflows.Host.Tests.Procedures;

/// <summary>Whatever somebody types into a definition, it is refused with a sentence or kept, and the pages that show it open.</summary>
[Collection(ApiOffice.Collection)]
public sealed class OddDefinitionTests(ApiOffice office) : IAsyncLifetime
{
    static readonly string[] Odd =
    [
        "null", "true", "0", "-5", "2147483647", "1e300", "\"\"", "\" \"", "\"x\"", "\"{\"", "\"[null]\"", "\"-5\"", "\"99999999999\"", "[]", "[null]", "[[1]]", "[{}]", "{}",
        """{"a":null}""", """{"Done":{"type":"Literal","value":"Gotowe"}}""", """{"type":5,"value":[]}""", """{"id":5,"name":[]}""", """{"expression":[]}""",
        """{"memoryReference":{"id":5}}""", """{"label":5,"condition":5,"statusCode":{},"activity":5}""", """[{"label":5,"condition":5,"statusCode":{},"activity":5}]""",
        """ "{\"Done\":{\"type\":\"Literal\",\"value\":\"Gotowe\"}}" """, """ "{\"Done\":null,\"No\":[],\"Yes\":5}" """, """ "{\"Done\":\"a\",\"Done\":\"b\"}" """, """ "[5,null,{},[]]" """,
    ];

    /// <summary>As the input itself, as its expression, and as the value of each kind of expression; also of one that has no kind.</summary>
    public static TheoryData<string> Wrappings =>
    [
        "{0}", """{"typeName":"Object","expression":{0}}""",
        .. new[] { "\"Literal\"", "\"Object\"", "\"JavaScript\"", "\"Variable\"", "\"Input\"", "\"Liquid\"", "5" }
            .Select(type => """{"typeName":"Object","expression":{"type":{type},"value":{0}}}""".Replace("{type}", type, StringComparison.Ordinal)),
    ];

    public static TheoryData<string> MembersOfSteps =>
        ["version", "name", "metadata", "customProperties", "variables", "activities", "connections", "branches", "body", "then", "root", "result", "workflowDefinitionId", "nodeId"];

    public static TheoryData<string> MembersOfProcedures =>
        ["name", "description", "version", "variables", "inputs", "outputs", "outcomes", "customProperties", "options", "toolVersion", "isReadonly", "root", "links", "createdAt"];

    HttpClient manager = null!;

    public async Task InitializeAsync()
    {
        manager = office.Host.NewClient();
        using var signedIn = await manager.SignInOnPageAsync("procedure-manager@demo.example", SigningIn.Password);
    }

    public Task DisposeAsync()
    {
        manager.Dispose();
        return Task.CompletedTask;
    }

    [Theory]
    [MemberData(nameof(Wrappings))]
    public async Task Odd_inputs_close_no_page(string wrapping)
    {
        var steps =
            from activity in ActivityRegistry.All.Where(activity => activity.Category is not null)
            from odd in Odd.Index()
            let inputs = activity.Inputs.Select(input => $"\"{input.Name}\":{wrapping.Replace("{0}", odd.Item, StringComparison.Ordinal)}")
            select $$"""{"id":"{{activity.Type}}-{{odd.Index}}","type":"{{activity.Type}}","version":1,{{string.Join(',', inputs.DefaultIfEmpty("\"x\":1"))}}}""";

        (await OpensAsync(Drawn.NewId(), Root(steps))).ShouldBeTrue("inputs are not looked at when a definition is kept");
    }

    [Theory]
    [MemberData(nameof(MembersOfSteps))]
    public async Task Odd_members_of_steps_close_no_page(string member)
    {
        string[] types = ["Elsa.Flowchart", "Elsa.Sequence", "Elsa.Fork", "Elsa.Switch", "Elsa.SendHttpRequest", "Elsa.While", "Elsa.If", "Ops.UserTask", "Elsa.HttpEndpoint"];
        foreach (var odd in Odd)
        {
            await OpensAsync(Drawn.NewId(), Root(types.Select(type => $$"""{"id":"{{type}}","type":"{{type}}","{{member}}":{{odd}}}""")));
        }
    }

    [Theory]
    [MemberData(nameof(MembersOfProcedures))]
    public async Task Odd_members_of_procedures_close_no_page(string member)
    {
        foreach (var odd in Odd)
        {
            await OpensAsync(Drawn.NewId(), $"{(member == "root" ? "" : $"{Root([])},")}\"{member}\":{odd}");
        }
    }

    [Theory]
    [InlineData(""" "name":"a","name":"b" """)]
    [InlineData(""" "name":"\ud800" """)]
    [InlineData(""" "variables":[{"name":"a","name":"b"}] """)]
    public async Task Odd_JSON_is_refused_or_opens(string members) => await OpensAsync(Drawn.NewId(), $"{Root([])},{members}");

    static string Root(IEnumerable<string> steps) => $$"""
        "root":{"id":"flow","type":"Elsa.Flowchart","version":1,"connections":[],"activities":[{{string.Join(',', steps.Prepend("""{"id":"write","type":"Elsa.WriteLine"}"""))}}]}
        """;

    /// <returns>Whether the definition was kept.</returns>
    async Task<bool> OpensAsync(string id, string members)
    {
        var document = $$"""{"definitionId":"{{id}}",{{members}}}""";
        using var body = new StringContent($$"""{"model":{{document}}}""", Encoding.UTF8, "application/json");
        var saved = await (await office.AsAsync("procedure-manager")).SendAsync(HttpMethod.Post, "/elsa/api/workflow-definitions", body);
        saved.Status.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.BadRequest], document);
        if (saved.Status == HttpStatusCode.BadRequest)
        {
            return false;
        }
        foreach (var page in new[]
        {
            $"/procedures/{id}", $"/procedures/{id}/designer", $"/api/procedures/{id}/findings", $"/elsa/api/workflow-definitions/by-definition-id/{id}?versionOptions=Latest",
        })
        {
            using var answer = await manager.GetAsync(page);
            answer.StatusCode.ShouldBe(HttpStatusCode.OK, $"{page}: {document}");
        }
        return true;
    }
}
