"""Given names that are words of French or English as well, so that a dictionary does not tell them from any other word."""

GIVEN_NAMES = frozenset(
    (
        "pierre claire rose marguerite blanche constant constance aime aimee desire desiree juste noel ange prudence violette iris jasmin"
        " capucine clemence felicite victoire olivier olive florent jean jeanne france lucie paul marie maxime martial modeste parfait"
        " placide prosper reine rene renee sereine severe sylvestre valentin valentine victor vivien aurore aube celeste colombe fleur"
        " grace hope faith joy dawn autumn summer april may june jack bill frank rob sue pat art gene rich dean grant chase drew ray"
        " mark will max rosemary ruby pearl crystal amber ivy holly lily daisy heather hazel robin jay miles christian peter john mike"
        " nick bob tom tony ted al ben carol cliff curt dick don dot earl eve ford gay glen guy harry hunter jade josh kit lance lane"
        " laurel lee major mason melody myrtle nelly norm page paris patience penny piers poppy queen rod rusty sally sandy savannah"
        " scarlet sky stone storm terry tina trinity van wade ward warren willow woody jerry herb chuck buck bud barb basil marc"
    ).split()
)
