using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using OpsWorkflows.TestOffice;

namespace OpsWorkflows.Host.Tests.ElsaApi;

/// <summary>Procedures that travel as files between this service, Elsa servers and scripts.</summary>
[Collection(ApiOffice.Collection)]
public class DefinitionFileTests(ApiOffice office)
{
    const string Root = "/elsa/api/workflow-definitions";

    static readonly System.Text.Json.JsonSerializerOptions Deep = new() { MaxDepth = 1000 };

    /// <summary>What the server decides of every version.</summary>
    static readonly string[] Head = ["id", "version", "isLatest", "isPublished", "createdAt"];

    Task<Person> ManagerAsync() => office.AsAsync("procedure-manager");

    public static TheoryData<string> ElsaCases => [.. Directory.GetFiles(Repository.PathOf("tests", "Conformance", "cases"), "case-*.json").Select(Path.GetFileName).OfType<string>()];

    [Theory]
    [MemberData(nameof(ElsaCases))]
    public async Task A_definition_of_Elsa_comes_out_as_it_went_in_unknown_members_too(string file)
    {
        var manager = await ManagerAsync();
        var given = JsonNode.Parse(await File.ReadAllTextAsync(Repository.PathOf("tests", "Conformance", "cases", file)))!["definition"]!.DeepClone().AsObject();
        var id = Drawn.NewId();
        given["definitionId"] = id;
        given["fromElsewhere"] = new JsonObject { ["kept"] = "verbatim", ["list"] = new JsonArray(1, 2.50m, null) };
        given["customProperties"] = new JsonObject { ["VariableTestValues"] = new JsonObject() };

        var imported = await manager.PostAsync($"{Root}/import", given);
        imported.Status.ShouldBe(HttpStatusCode.OK, imported.Body.ToJsonString());
        var exported = (await manager.GetAsync($"{Root}/{id}/export?versionOptions=Latest")).Body;

        ((string)exported["$schema"]!).ShouldBe("https://elsaworkflows.io/schemas/workflow-definition/v3.0.0/schema.json");
        exported.First().Key.ShouldBe("$schema");
        WithoutHead(exported).ShouldBe(WithoutHead(given));
    }

    static string WithoutHead(JsonObject document)
    {
        var copy = document.DeepClone().AsObject();
        foreach (var name in Head.Append("$schema"))
        {
            copy.Remove(name);
        }
        return new JsonObject(copy.OrderBy(member => member.Key, StringComparer.Ordinal).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))).ToJsonString();
    }

    [Fact]
    public async Task A_document_that_says_it_is_published_is_where_it_can_run_and_else_is_a_draft()
    {
        var manager = await ManagerAsync();
        var (good, bad) = (Drawn.NewId(), Drawn.NewId());

        var published = await manager.PostAsync($"{Root}/import", Drawn.Document(good));
        var draft = await manager.PostAsync($"{Root}/import", Drawn.Document(bad, type: "Acme.Unknown"));

        ((bool)published.Body["isPublished"]!).ShouldBeTrue();
        (await manager.VersionsAsync(good)).ShouldBe("1LP");
        draft.Status.ShouldBe(HttpStatusCode.OK);
        ((bool)draft.Body["isPublished"]!).ShouldBeFalse();
        (await manager.VersionsAsync(bad)).ShouldBe("1L");
        ((string)(await manager.GetAsync($"{Root}/{bad}/export")).Body["root"]!["activities"]![0]!["type"]!).ShouldBe("Acme.Unknown");
    }

    [Fact]
    public async Task A_script_puts_a_document_on_the_procedure_that_its_address_names()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        await manager.SavedAsync(Drawn.Document(id), publish: true);
        using var content = new StringContent(Drawn.Document(Drawn.NewId(), "Z innego urzędu").ToJsonString(), Encoding.UTF8, "application/json");

        var answer = await manager.SendAsync(HttpMethod.Put, $"{Root}/{id}/import", content);

        Drawn.Names(answer.Body).ShouldBe(Drawn.Names(await manager.LatestAsync(id)), ignoreOrder: true);
        ((string)answer.Body["definitionId"]!).ShouldBe(id);
        (await manager.VersionsAsync(id)).ShouldBe("2LP 1");
    }

    [Fact]
    public async Task Files_and_zips_in_zips_become_drafts_whatever_they_say()
    {
        var manager = await ManagerAsync();
        string[] ids = [Drawn.NewId(), Drawn.NewId(), Drawn.NewId()];
        var inner = Zip(("b.json", Bytes(Drawn.Document(ids[1]))));
        var outer = Zip(("inner.zip", inner), ("c.json", Bytes(Drawn.Document(ids[2]))), ("readme.txt", [1]));

        var answer = await UploadAsync(manager, ("a.json", Bytes(Drawn.Document(ids[0]))), ("several.zip", outer));

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.ToJsonString());
        answer.Body.ToJsonString().ShouldBe("""{"count":3}""");
        foreach (var id in ids)
        {
            (await manager.VersionsAsync(id)).ShouldBe("1L");
        }
    }

    public static TheoryData<string, byte[], string> Unreadable => new()
    {
        { "a.json", "{\n\"root\": \n"u8.ToArray(), "nie jest poprawnym plikiem JSON (wiersz 3)" },
        { "b.json", "{}"u8.ToArray(), "nie zawiera definicji procedury" },
        { "c.zip", [.. "PK\x3\x4"u8, 1, 2, 3], "nie jest poprawnym archiwum zip" },
        { "d.zip", Zip(("bomb.json", new byte[101_000_000])), "za duży po rozpakowaniu" },
        { "f.json", "{\"definitionId\": \"a\", \"definitionId\": \"b\", \"root\": {}}"u8.ToArray(), "nie jest poprawnym plikiem JSON" },
        { "g.json", Bytes(Drawn.Document("a-zero\\u0000")), "$.definitionId" },
        { "h.json", Encoding.UTF8.GetBytes(Drawn.Document("surrogate", "half").ToJsonString().Replace("half", "\\ud800", StringComparison.Ordinal)), "$.name" },
        { "i.json", [.. "{\"definitionId\": \"a\", \"root\": {}, \"name\": \""u8, 0xff, .. "\"}"u8], "$.name" },
        { "j.json", Bytes(new JsonObject { ["definitionId"] = "no-type", ["root"] = new JsonObject() }), "$.root.type" },
        { "e.zip", Zip(("e.zip", Zip(("e.zip", Zip(("e.zip", Zip(("e.json", [1])))))))), "zawiera za dużo plików" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_file_that_cannot_be_read_is_named_with_the_reason_and_nothing_of_the_upload_is_kept(string name, byte[] content, string reason)
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();

        var sentences = (await UploadAsync(manager, ("good.json", Bytes(Drawn.Document(id))), (name, content))).Sentences();

        sentences[0].ShouldContain(reason, Case.Insensitive);
        sentences[0].ShouldContain(name);
        (await manager.VersionsAsync(id)).ShouldBe("");
    }

    [Fact]
    public async Task An_upload_with_a_procedure_that_somebody_else_edits_keeps_nothing()
    {
        var manager = await ManagerAsync();
        var (free, edited) = (Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Drawn.Document(edited));
        await office.ExecuteAsync($"update definition_leases set person_id = '{await office.PersonIdAsync("director")}' where definition_id = '{edited}'");

        var sentences = (await UploadAsync(manager, ("free.json", Bytes(Drawn.Document(free))), ("edited.json", Bytes(Drawn.Document(edited, "Inna"))))).Sentences();

        sentences[0].ShouldStartWith("edited.json: ");
        sentences[^1].ShouldContain("0");
        (await manager.VersionsAsync(free)).ShouldBe("");
    }

    [Theory]
    [InlineData("[{\"source\": 1, \"target\": [2]}]")]
    [InlineData("[{\"source\": {\"activity\": 1, \"port\": 2}, \"target\": {\"activity\": {}, \"port\": \"In\"}}]")]
    public async Task Connections_between_what_are_no_ids_lead_nowhere(string connections)
    {
        var manager = await ManagerAsync();
        var document = Drawn.Document(Drawn.NewId());
        document["root"]!["connections"] = JsonNode.Parse(connections);
        document["root"]!["customProperties"] = "none";

        var answer = await manager.PostAsync($"{Root}/import", document);

        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Body.ToJsonString());
        answer.Body["root"]!["connections"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_document_that_names_a_member_twice_or_holds_no_text_is_refused()
    {
        var manager = await ManagerAsync();
        foreach (var text in new[] { "{\"definitionId\": \"a\", \"definitionId\": \"b\", \"root\": {}}", "{\"root\": {\"a\": 1, \"a\": 2}}", Drawn.Document("a", "half").ToJsonString().Replace("half", "\\ud800", StringComparison.Ordinal) })
        {
            using var content = new StringContent(text, Encoding.UTF8, "application/json");
            (await manager.SendAsync(HttpMethod.Post, $"{Root}/import", content)).Status.ShouldBe(HttpStatusCode.BadRequest, text);
        }
    }

    [Fact]
    public async Task An_upload_over_ten_megabytes_is_not_taken()
    {
        using var client = await office.Host.SignedInAsync("procedure-manager@demo.example");
        using var form = Form(("large.json", new byte[10_000_001]));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Root}/import-files") { Content = form };
        // Refused by its announced length: a sender that does not ask first has its connection closed.
        request.Headers.ExpectContinue = true;

        using var response = await client.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    /// <summary>Sequences in one another, so many activities deep.</summary>
    static string Nested(string id, int depth, string innermost = "Elsa.WriteLine")
    {
        var activity = $$"""{"id":"innermost","type":"{{innermost}}","version":1}""";
        for (var level = depth - 1; level > 0; level--)
        {
            activity = $$"""{"id":"s{{level}}","type":"Elsa.Sequence","version":1,"activities":[{{activity}}]}""";
        }
        return $$"""{"definitionId":"{{id}}","name":"Głęboka","root":{{activity}}}""";
    }

    static async Task<Answer> SendTextAsync(Person person, string path, string text)
    {
        using var content = new StringContent(text, Encoding.UTF8, "application/json");
        return await person.SendAsync(HttpMethod.Post, path, content);
    }

    [Theory]
    [InlineData("Elsa.WriteLine")]
    [InlineData("Acme.Unknown")]
    public async Task Activities_fifty_deep_come_in_by_every_way_and_out_again(string innermost)
    {
        var manager = await ManagerAsync();
        var (uploaded, imported, saved) = (Drawn.NewId(), Drawn.NewId(), Drawn.NewId());

        (await UploadAsync(manager, ("deep.json", Encoding.UTF8.GetBytes(Nested(uploaded, 50, innermost))))).Body.ToJsonString().ShouldBe("""{"count":1}""");
        (await SendTextAsync(manager, $"{Root}/import", Nested(imported, 50, innermost))).Status.ShouldBe(HttpStatusCode.OK);
        (await SendTextAsync(manager, Root, $$"""{"model":{{Nested(saved, 50, innermost)}}}""")).Status.ShouldBe(HttpStatusCode.OK);

        foreach (var id in new[] { uploaded, imported, saved })
        {
            var opened = await manager.LatestAsync(id);
            (await SendTextAsync(manager, Root, $$"""{"model":{{opened.ToJsonString(Deep)}}}""")).Status.ShouldBe(HttpStatusCode.OK);
            (await manager.GetAsync($"{Root}/{id}/export")).Body.ToJsonString(Deep).ShouldContain($"\"{innermost}\"");
        }
        (await manager.PostAsync($"{Root}/{saved}/publish", new { })).Status.ShouldBe(innermost == "Elsa.WriteLine" ? HttpStatusCode.OK : HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData(51)]
    [InlineData(200)]
    public async Task Activities_deeper_than_fifty_are_refused_in_words_by_every_way_and_nothing_is_kept(int depth)
    {
        var manager = await ManagerAsync();
        var (id, beside) = (Drawn.NewId(), Drawn.NewId());

        foreach (var refused in new[]
        {
            await UploadAsync(manager, ("beside.json", Bytes(Drawn.Document(beside))), ("deep.json", Encoding.UTF8.GetBytes(Nested(id, depth)))),
            await SendTextAsync(manager, $"{Root}/import", Nested(id, depth)),
            await SendTextAsync(manager, Root, $$"""{"model":{{Nested(id, depth)}}}"""),
        })
        {
            refused.Code.ShouldBe("not-a-definition");
            refused.Sentences()[0].ShouldEndWith("procedury: $.root.activities[0]: kroki są zagnieżdżone głębiej niż 50");
        }
        (await manager.VersionsAsync(id) + await manager.VersionsAsync(beside)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_value_that_is_nested_deeper_than_values_may_be_keeps_a_procedure_from_being_published_and_not_from_being_opened()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var text = Drawn.Document(id).ToJsonString().Replace("\"value\":\"1\"", $"\"value\":{new string('[', 100)}{new string(']', 100)}", StringComparison.Ordinal);

        var imported = await SendTextAsync(manager, $"{Root}/import", text);

        ((bool)imported.Body["isPublished"]!).ShouldBeFalse(imported.Body.ToJsonString(Deep));
        (await manager.PostAsync($"{Root}/{id}/publish", new { })).Sentences().ShouldHaveSingleItem();
        ((string)(await manager.LatestAsync(id))["definitionId"]!).ShouldBe(id);
    }

    [Fact]
    public async Task Members_that_are_nested_too_deep_are_refused_in_words_too()
    {
        var manager = await ManagerAsync();
        var id = Drawn.NewId();
        var text = $$"""{"definitionId":"{{id}}","name":"x","root":{"id":"flow","type":"Elsa.Flowchart","version":1},"other":{{new string('[', 600)}}{{new string(']', 600)}}}""";

        foreach (var refused in new[]
        {
            await UploadAsync(manager, ("deep.json", Encoding.UTF8.GetBytes(text))),
            await SendTextAsync(manager, $"{Root}/import", text),
            await SendTextAsync(manager, Root, $$"""{"model":{{text}}}"""),
        })
        {
            refused.Code.ShouldBe("not-a-definition");
            refused.Sentences()[0].ShouldContain("zagnieżdżon");
        }
        (await manager.VersionsAsync(id)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Recorded_random_definitions_come_out_as_they_went_in_with_their_ids_too()
    {
        var manager = await ManagerAsync();
        foreach (var line in (await File.ReadAllLinesAsync(Repository.PathOf("tests", "Conformance", "cases", "random.jsonl"))).Where(line => line.Length > 0))
        {
            var given = JsonNode.Parse(line)!["definition"]!.DeepClone().AsObject();
            given["definitionId"] = Drawn.NewId();
            given["id"] = $"{given["definitionId"]}-first";
            given["isPublished"] = false;

            (await manager.PostAsync($"{Root}/import", given)).Status.ShouldBe(HttpStatusCode.OK);
            var exported = (await manager.GetAsync($"{Root}/{given["definitionId"]}/export?versionOptions=&includeConsumingWorkflows=")).Body;

            WithoutHead(exported).ShouldBe(WithoutHead(given));
            ((string)exported["id"]!).ShouldBe((string)given["id"]!);
        }
    }

    [Fact]
    public async Task Two_versions_of_a_procedure_with_a_long_id_are_two_files()
    {
        var manager = await ManagerAsync();
        var id = $"{new string('L', 80)}-{Drawn.NewId()}";
        await manager.SavedAsync(Drawn.Document(id), publish: true);
        await manager.SavedAsync(Drawn.Document(id, line: "2"));

        using var archive = new ZipArchive(new MemoryStream(await DownloadAsync([$"{id}:1", $"{id}:2"])));

        archive.Entries.Select(entry => entry.FullName).ShouldBe([$"workflow-definition-rysowana-{id}-{id}-1.json", $"workflow-definition-rysowana-{id}-{id}-2.json"]);
    }

    [Fact]
    public async Task The_shipped_procedure_goes_out_with_its_forms_and_comes_back_as_a_procedure_that_can_run()
    {
        var manager = await ManagerAsync();
        var exported = (await manager.GetAsync($"{Root}/assign-family-assistant/export?versionOptions=Published")).Body;
        var id = Drawn.NewId();
        exported["definitionId"] = id;
        exported["id"] = $"{id}-1";

        var imported = await manager.PostAsync($"{Root}/import", exported);

        exported["customProperties"]!["opsResources"]!["forms"]!.AsObject().Count.ShouldBeGreaterThan(10);
        ((bool)imported.Body["isPublished"]!).ShouldBeTrue(imported.Body.ToJsonString());
    }

    [Fact]
    public async Task An_upload_of_nothing_says_what_is_expected()
    {
        (await UploadAsync(await ManagerAsync(), [])).Sentences().ShouldHaveSingleItem().ShouldContain("Nie wybrano żadnego pliku");
    }

    [Fact]
    public async Task Another_site_cannot_make_a_browser_upload()
    {
        using var browser = office.Host.NewClient();
        using var signedIn = await browser.SignInOnPageAsync("procedure-manager@demo.example", SigningIn.Password);
        foreach (var (site, status) in new[] { ("cross-site", HttpStatusCode.Forbidden), ("same-origin", HttpStatusCode.OK) })
        {
            using var form = Form(("a.json", Bytes(Drawn.Document(Drawn.NewId()))));
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{Root}/import-files") { Content = form };
            request.Headers.Add("Sec-Fetch-Site", site);
            using var response = await browser.SendAsync(request);
            response.StatusCode.ShouldBe(status, site);
        }
    }

    [Fact]
    public async Task An_export_of_several_is_a_zip_that_is_the_same_each_time_and_goes_back_in()
    {
        var manager = await ManagerAsync();
        var (first, second) = ($"a-{Drawn.NewId()}", $"b-{Drawn.NewId()}");
        foreach (var id in new[] { second, first })
        {
            await manager.SavedAsync(Drawn.Document(id, "Pomoc żywnościowa"), publish: true);
        }
        string[] ids = [$"{second}:1", $"{first}:1"];

        var zip = await DownloadAsync(ids);

        zip.ShouldBe(await DownloadAsync([.. ids.Reverse()]));
        using var archive = new ZipArchive(new MemoryStream(zip));
        archive.Entries.Select(entry => entry.FullName).ShouldBe([$"workflow-definition-pomoc-zywnosciowa-{first}-{first}-1.json", $"workflow-definition-pomoc-zywnosciowa-{second}-{second}-1.json"]);
        archive.Entries.ShouldAllBe(entry => entry.LastWriteTime.Year == 1980);
        (await UploadAsync(manager, ("all.zip", zip))).Body.ToJsonString().ShouldBe("""{"count":2}""");
        (await manager.VersionsAsync(first)).ShouldBe("2L 1P");
        (await manager.PostAsync("/elsa/api/bulk-actions/export/workflow-definitions", new { ids = new[] { "nothing:1" } })).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    async Task<byte[]> DownloadAsync(string[] ids)
    {
        using var client = await office.Host.SignedInAsync("procedure-manager@demo.example");
        using var content = new StringContent(new JsonObject { ["ids"] = new JsonArray([.. ids.Select(id => (JsonNode)id)]), ["includeConsumingWorkflows"] = false }.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/elsa/api/bulk-actions/export/workflow-definitions", content);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/zip");
        response.Content.Headers.ContentDisposition!.FileName.ShouldBe("workflow-definitions.zip");
        return await response.Content.ReadAsByteArrayAsync();
    }

    [Fact]
    public async Task An_export_with_those_that_embed_it_is_a_zip_of_all_of_them()
    {
        var manager = await ManagerAsync();
        var (embedded, consumer) = (Drawn.NewId(), Drawn.NewId());
        await manager.SavedAsync(Drawn.Document(embedded), publish: true);
        await manager.SavedAsync(Drawn.Embedding(consumer, embedded));
        using var client = await office.Host.SignedInAsync("procedure-manager@demo.example");

        using var alone = await client.GetAsync($"{Root}/{embedded}/export?versionOptions=Published");
        using var all = await client.GetAsync($"{Root}/{embedded}/export?versionOptions=1&includeConsumingWorkflows=True");

        alone.Content.Headers.ContentDisposition!.FileName.ShouldBe($"workflow-definition-rysowana-{embedded}-{embedded}-1.json");
        using var archive = new ZipArchive(await all.Content.ReadAsStreamAsync());
        archive.Entries.Count.ShouldBe(2);
        (await manager.GetAsync($"{Root}/{embedded}/export?versionOptions=7")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    static byte[] Bytes(JsonObject json) => Encoding.UTF8.GetBytes(json.ToJsonString());

    static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(content);
            }
        }
        return file.ToArray();
    }

    static MultipartFormDataContent Form(params (string Name, byte[] Content)[] files)
    {
        var form = new MultipartFormDataContent { { new StringContent("x"), "note" } };
        foreach (var (name, content) in files)
        {
            form.Add(new ByteArrayContent(content), "files", name);
        }
        return form;
    }

    static async Task<Answer> UploadAsync(Person person, params (string Name, byte[] Content)[] files)
    {
        using var form = Form(files);
        return await person.SendAsync(HttpMethod.Post, $"{Root}/import-files", form);
    }
}
