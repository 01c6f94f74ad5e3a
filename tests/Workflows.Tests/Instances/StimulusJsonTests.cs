using System.Text.Json;
using OpsWorkflows.Expressions;
using OpsWorkflows.Instances;

namespace OpsWorkflows.Workflows.Tests.Instances;

public class StimulusJsonTests
{
    static readonly Guid Id = new("00000000-0000-0000-0000-0000000000aa");

    public static TheoryData<Stimulus> Promised =>
    [
        new Stimulus.EventReceived("letter", Value.Of("x")),
        new Stimulus.EventReceived("letter", Value.Of("x")) { From = Id, OnlyAt = new(2, 1) },
        new Stimulus.ChildEnded(new(2, 1), Id, WorkflowSubStatus.Cancelled, Value.EmptyMap),
        new Stimulus.ChildEnded(new(2, 1), Id, WorkflowSubStatus.Finished, Value.EmptyMap) { ToldByOthers = true },
    ];

    [Theory]
    [MemberData(nameof(Promised))]
    public void What_is_promised_is_read_back_whole(Stimulus stimulus) => Read(StimulusJson.Write(stimulus).ToJsonString()).ShouldBe(stimulus);

    [Fact]
    public void What_was_promised_before_it_was_written_who_tells_it_may_come_from_anywhere()
    {
        Read("""{"kind":"event","event":"letter","payload":"x","execution":null}""").ShouldBeOfType<Stimulus.EventReceived>().From.ShouldBe(Guid.Empty);
        Read("""{"kind":"childEnded","execution":"2-1","child":"00000000-0000-0000-0000-0000000000aa","subStatus":"Finished","output":{}}""")
            .ShouldBeOfType<Stimulus.ChildEnded>().ToldByOthers.ShouldBeTrue();
        Read("""{"kind":"start","inputs":{},"parent":{"instance":"00000000-0000-0000-0000-0000000000aa","execution":"2-1"},"depth":1}""")
            .ShouldBeOfType<Stimulus.Started>().Parent.ShouldBe(new ParentLink(Id, new(2, 1)));
    }

    static Stimulus Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        return StimulusJson.Read(Id, null, document.RootElement);
    }
}
